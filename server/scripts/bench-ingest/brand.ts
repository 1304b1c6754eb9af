import { newRule } from '@kouyi/shared/rules/blank';
import type { ActivityKind, ActivityRule } from '@kouyi/shared/types';
import { createActivity, launchActivity, ruleBook } from '../../src/activities';
import { createGroup, groupDirectory } from '../../src/groups';
import { system } from '../../src/kernel/actor';
import { createKey, ensureFirstRun, startOrg, stopOrg, unitDirectory } from '../../src/org';

/** A brand of the size to be measured. */
export interface BrandSize {
  readonly groups: number;
  readonly people: number;
  readonly activities: number;
}

/** How each kind of activity is typed; a group runs one of each, so that triggers never clash. */
export const KINDS: readonly { kind: ActivityKind; trigger: string }[] = [
  { kind: 'check_in', trigger: '1' },
  { kind: 'sign_up', trigger: '报名' },
  { kind: 'check_in', trigger: '打卡' },
  { kind: 'sign_up', trigger: '2' },
  { kind: 'sign_up', trigger: '想要' },
];

export const channelGroupId = (group: number): string => `g${group}`;
/** Members are numbered on through the groups; a tenth of each group's is also in the next one. */
export const userId = (size: BrandSize, group: number, member: number): string =>
  `u${(group * Math.floor(size.people / size.groups) + member) % size.people}`;

const context = { actor: system('bench') };

/** Makes groups, people and running activities through the product's own commands; answers an API key. */
export async function makeBrand(size: BrandSize): Promise<string> {
  await startOrg();
  await ensureFirstRun({ brandName: '压测', adminPassword: 'bench password', demo: false });
  await groupDirectory.load();
  await ruleBook.load();
  const perGroup = Math.floor(size.people / size.groups);
  const joinedAt = new Date(Date.now() - 30 * 86_400_000);
  await inParallel(size.groups, 16, async (group) => {
    await createGroup(context, {
      channel: 'simulator',
      channelGroupId: channelGroupId(group),
      name: `群 ${group}`,
      unitId: unitDirectory.rootId,
      tags: [`t${group % 200}`],
      capabilities: { read: true, post: true },
      members: Array.from({ length: perGroup }, (_, member) => ({
        userId: userId(size, group, member),
        name: `人${group}-${member}`,
        joinedAt,
      })),
    });
  });
  await groupDirectory.load();
  const groups = Array.from(
    { length: size.groups },
    (_, group) => groupDirectory.byChannelId('simulator', channelGroupId(group))!.id,
  );
  const share = Math.max(1, Math.floor((size.groups * KINDS.length) / size.activities));
  await inParallel(size.activities, 8, async (i) => {
    const { kind, trigger } = KINDS[i % KINDS.length]!;
    const from = Math.floor(i / KINDS.length) * share;
    const rule = ruleFor(kind, trigger, size.activities === 1 ? undefined : groups.slice(from, from + share));
    const { _id } = await createActivity(context, { rule: { ...rule, title: `活动 ${i}` } });
    await launchActivity(context, { id: _id, acceptConflicts: true });
  });
  const { secret } = await createKey(context, { name: 'bench', rights: ['simulator.use'] });
  stopOrg();
  return secret;
}

function ruleFor(kind: ActivityKind, trigger: string, groupIds: readonly string[] | undefined): ActivityRule {
  const rule = newRule(kind, new Date(Date.now() - 60_000));
  return {
    ...rule,
    triggers: [trigger],
    where: { ...rule.where, everywhere: groupIds === undefined, groupIds: [...(groupIds ?? [])] },
    window: {
      startAt: new Date(Date.now() - 60_000).toISOString(),
      endAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    },
    reward: { points: 5 },
    answer: { ...rule.answer, everyPeople: 10, everySeconds: 30 },
  };
}

async function inParallel(count: number, atOnce: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < count; i = next++) await work(i);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
