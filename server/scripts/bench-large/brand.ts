import { newRule } from '@kouyi/shared/rules/blank';
import { DAY_MS, HOUR_MS, MINUTE_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import { ACTIVITY_KINDS, type Role } from '@kouyi/shared/types';
import { Activities, tallyId, Tallies } from '../../src/activities/model';
import { groupIdOf, Groups } from '../../src/groups/model';
import { system } from '../../src/kernel/actor';
import { AuditRows, AuditWords } from '../../src/kernel/audit';
import { native } from '../../src/kernel/store';
import { createStaff, createUnit, ensureFirstRun, ROOT_UNIT_ID, startOrg, stopOrg } from '../../src/org';
import { fill, personId, rulesOf } from '../bench-tags/brand';
import { fillPeople } from './people';
import { oneOf, write } from './rows';
import { fillSales } from './sales';

/** How large the brand is. */
export interface Size {
  readonly people: number;
  readonly groups: number;
  readonly kocs: number;
}

/** What the rows of one brand have in common. */
export interface Brand extends Size {
  /** The end of its history. */
  readonly now: Date;
  readonly groupIds: readonly string[];
  readonly storeIds: readonly string[];
  /** The activity that everybody takes part in, and one of those that are over. */
  readonly activityId: string;
  /** Person `i` and the group they are in. */
  readonly person: (i: number) => string;
  readonly groupOf: (i: number) => string;
  /** A moment in the last two months, the earlier the larger `i`. */
  readonly ago: (i: number, of: number) => Date;
}

export type Browser = 'hq' | 'region' | 'store';
/** Who asks: login and password by what they may see. */
export type Logins = Record<Browser, { login: string; password: string }>;

const context = { actor: system('bench') };
const ADMIN_PASSWORD = 'a long bench password';
const REGIONS = 10;
const STORES_A_REGION = 20;
const ACTIVITIES = 600;
const CHANNEL = 'simulator';
export const ACTIVITY_ID = 'act_everybody';
/** The one group that is as large as WeChat lets it be. */
export const LARGEST_GROUP = groupIdOf(CHANNEL, 'room-0');

/** Puts a large brand into an empty database: its structure by commands, its history row by row as they are kept. */
export async function fillBrand(size: Size, say: (text: string) => void): Promise<Logins> {
  const now = new Date();
  await startOrg();
  await ensureFirstRun({ brandName: '大品牌', adminPassword: ADMIN_PASSWORD, demo: false });
  const { regionIds, storeIds } = await makeUnits();
  const logins = {
    hq: { login: 'admin', password: ADMIN_PASSWORD },
    region: await hire('region', regionIds[0]!),
    store: await hire('store', storeIds[0]!),
  };
  stopOrg();
  const groupIds = Array.from({ length: size.groups }, (_, i) => groupIdOf(CHANNEL, `room-${i}`));
  const brand: Brand = {
    ...size,
    now,
    groupIds,
    storeIds,
    activityId: ACTIVITY_ID,
    person: personId,
    // The first five hundred are in the largest group, the others everywhere.
    groupOf: (i) => (i < 500 ? groupIds[0]! : oneOf(groupIds, i * 7)),
    ago: (i, of) => new Date(now.getTime() - HOUR_MS - Math.floor((i / of) * 60 * DAY_MS)),
  };
  for (const [name, part] of [
    ['structure', fillStructure],
    ['people', fillPeople],
    ['sales', fillSales],
    // Four facts each: a quarter of the people is enough.
    ['tags', () => fill(Math.ceil(size.people / 4), rulesOf(24, 12), 1)],
  ] as const) {
    const from = performance.now();
    await part(brand);
    say(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
  }
  return logins;
}

async function makeUnits(): Promise<{ regionIds: string[]; storeIds: string[] }> {
  const regionIds: string[] = [];
  const storeIds: string[] = [];
  for (let i = 0; i < REGIONS; i += 1) {
    const region = await createUnit(context, {
      name: `第 ${i + 1} 大区`,
      kind: 'region',
      parentId: ROOT_UNIT_ID,
    });
    regionIds.push(region._id);
    for (let j = 0; j < STORES_A_REGION; j += 1) {
      const name = `第 ${i * STORES_A_REGION + j + 1} 门店`;
      storeIds.push((await createUnit(context, { name, kind: 'store', parentId: region._id }))._id);
    }
  }
  return { regionIds, storeIds };
}

async function hire(role: Role, unitId: string): Promise<{ login: string; password: string }> {
  const login = `bench.${role}`;
  const { firstPassword } = await createStaff(context, { login, name: role, roles: [{ role, unitId }] });
  return { login, password: firstPassword };
}

/** Groups, activities with what they came to in every group, and the record of changes. */
async function fillStructure({ people, groups, groupIds, storeIds, now, ago }: Brand): Promise<void> {
  await write(Groups, groups, (i) => ({
    _id: groupIds[i]!,
    channel: CHANNEL,
    channelGroupId: `room-${i}`,
    name: `${oneOf(['咖啡', '护肤', '新品', '早安', '福利'], i)} ${i + 1} 群`,
    unitId: oneOf(storeIds, i),
    tags: [oneOf(['咖啡', '护肤', '宝妈', '学生'], i)],
    memberCount: i === 0 ? 500 : Math.round(people / groups),
    capabilities: { read: true, post: true },
    createdAt: ago(i, groups),
    updatedAt: ago(i, groups),
  }));
  await write(Activities, ACTIVITIES, (i) => {
    const kind = oneOf(ACTIVITY_KINDS, i === 0 ? 0 : i);
    const startAt = new Date(now.getTime() - i * 2 * HOUR_MS);
    const rule = newRule(kind, startAt);
    const live = i === 0;
    const endAt = new Date(live ? now.getTime() + 7 * DAY_MS : startAt.getTime() + HOUR_MS);
    const title = live ? '全员报名' : `活动 ${i}`;
    const where = { ...rule.where, everywhere: live, groupIds: live ? [] : groupIds.slice(i, i + 20) };
    return {
      _id: live ? ACTIVITY_ID : `act_past_${i}`,
      version: 1,
      state: live ? ('running' as const) : ('closed' as const),
      rule: {
        ...rule,
        title,
        where,
        window: { startAt: startAt.toISOString(), endAt: endAt.toISOString() },
        reward: { points: 5 },
      },
      title,
      kind,
      startAt,
      endAt,
      pauses: [],
      createdAt: startAt,
      createdBy: 'stf_bench',
      updatedAt: startAt,
      ...(live ? {} : { closedAt: endAt }),
    };
  });
  const each = Math.round(people / groups);
  await write(Tallies, groups, (i) => ({
    _id: tallyId(ACTIVITY_ID, groupIds[i]!),
    activityId: ACTIVITY_ID,
    groupId: groupIds[i]!,
    counted: each,
    people: each,
    firstTimers: Math.round(each / 3),
    points: each * 5,
    outcomes: { counted: each },
    options: {},
    perDay: { [shanghaiDay(now)]: each },
    first: { name: `会员 ${i}`, at: new Date(now.getTime() - 30 * MINUTE_MS) },
    unanswered: 0,
    unansweredNames: [],
    firstCountedAt: new Date(now.getTime() - 30 * MINUTE_MS),
    rev: 1,
  }));
  const actions = ['activities.update', 'groups.update', 'koc.appoint', 'coupons.create', 'org.update-staff'];
  await write(AuditRows, people, (i) => ({
    _id: `aud_${i}`,
    at: ago(i, people),
    actor: `stf_${i % 40}`,
    actorName: `运营 ${i % 40}`,
    action: oneOf(actions, i),
    subject: oneOf(groupIds, i),
    before: { title: `旧名 ${i}` },
    after: { title: `新名 ${i}` },
  }));
  await native(AuditWords).insertMany([
    ...actions.map((word) => ({ _id: `action:${word}`, field: 'action' as const, word })),
    ...Array.from({ length: 40 }, (_, i) => ({
      _id: `name:运营 ${i}`,
      field: 'actorName' as const,
      word: `运营 ${i}`,
    })),
  ]);
}
