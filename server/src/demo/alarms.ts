import type { ChannelEvent } from '@kouyi/shared/contracts';
import { HOUR_MS } from '@kouyi/shared/rules/time';
import { SIMULATOR } from '../adapters/simulator';
import { bot } from '../bot';
import { disputeIdOf, openDispute, resolveDispute } from '../commission';
import { now } from '../kernel/clock';
import { ordersByNumber } from '../orders';
import { personIdOf } from '../people';
import { blacklistingOf, liftBlacklisting } from '../risk';
import { DEMO_GROUPS } from './brand';
import { daysBefore, operator, unlessDone } from './ground';
import { kocsOf, orderOfNobody } from './shop';
import type { Chapter } from './story';

/** Who came into all groups at once: a new colleague, which was a mistake, and somebody whom nobody knows. */
const COLLEAGUE = { userId: 'demo-rush-1', name: '小叶｜徐汇店实习' };
const STRANGER = { userId: 'demo-rush-2', name: '全网福利线报' };
const BETWEEN_MS = 400;

interface Person {
  readonly userId: string;
  readonly name: string;
}

/**
 * Orders of so many days ago that nobody's link led to, about which a KOC asks days later, when what follows from them
 * is surely there; and what is answered.
 */
const ASKED = [
  {
    ago: 10,
    askedAfter: 2.3,
    reason: '这位是我群里的，她说在店里直接下的单',
    answer: '查过了：下单前 15 天里没有点过谁的链接，这一单归不到人。下次请她从你的链接进来。',
  },
  { ago: 3, askedAfter: 2.3, reason: '她当天点过我的海报，换了手机才下单的', answer: undefined },
];

/**
 * What somebody of staff looks into: a colleague whom the rule took for a nuisance and who was let back in, a stranger
 * of today about whom nobody has decided, and two cases of a KOC, one of them answered.
 */
export const alarmChapters = (people: readonly string[], at: Date): Chapter[] => {
  const koc = kocsOf(people)[2]!;
  return [
    { at: daysBefore(at, 9.4), tell: () => rushIn(COLLEAGUE) },
    { at: daysBefore(at, 7.1), tell: () => letBackIn(COLLEAGUE.userId) },
    { at: daysBefore(at, 33), tell: () => come(STRANGER, DEMO_GROUPS.slice(0, 1)) },
    { at: new Date(at.getTime() - 2.2 * HOUR_MS), tell: () => rushIn(STRANGER) },
    // Nobody who plays in a room begins as somebody who doesn't count.
    { at: new Date(at.getTime() - 2.1 * HOUR_MS), tell: () => come(STRANGER, DEMO_GROUPS, 'leave') },
    ...ASKED.flatMap(({ ago, askedAfter, reason, answer }): Chapter[] => {
      const ask = () => askAbout(orderOfNobody(at, ago), koc, reason);
      return [
        { at: daysBefore(at, ago - askedAfter), tell: ask },
        ...(answer === undefined
          ? []
          : [{ at: daysBefore(at, ago - askedAfter - 1), tell: async () => turnDown(await ask(), answer) }]),
      ];
    }),
  ];
};

/** One person joins every group, within a few seconds. */
const rushIn = (who: Person): Promise<void> => come(who, DEMO_GROUPS);

/** One person joins or leaves groups that the bot sees, one soon after the other. */
async function come(
  { userId, name }: Person,
  groups: typeof DEMO_GROUPS,
  kind: 'join' | 'leave' = 'join',
): Promise<void> {
  const began = now().getTime() - 10_000;
  const rooms = groups.filter((group) => group.bot);
  const events = rooms.map(({ room }, i): ChannelEvent => {
    const at = new Date(began + i * BETWEEN_MS).toISOString();
    const eventId = `${userId}-${room}-${kind}-${rooms.length}`;
    return { eventId, groupId: room, userId, name, kind, text: '', at };
  });
  await bot().door.accept(SIMULATOR, events);
  await bot().engine.drain();
}

async function letBackIn(userId: string): Promise<void> {
  const row = await blacklistingOf(personIdOf(SIMULATOR, userId));
  if (row)
    await liftBlacklisting(operator(), {
      id: row.rowId,
      reason: '徐汇店新来的同事，入职那天一次拉进了所有群',
    });
}

/** The case of a KOC about an order; told again, it is the one that was opened then. */
async function askAbout(number: string, kocId: string, reason: string): Promise<string | undefined> {
  const [order] = await ordersByNumber(number);
  if (!order) return undefined;
  const actor = { kind: 'member' as const, personId: kocId, sessionId: 'demo' };
  await unlessDone('dispute_exists', openDispute({ actor }, { orderId: order._id, kocId, reason }));
  return disputeIdOf(order._id, kocId);
}

async function turnDown(id: string | undefined, answer: string): Promise<void> {
  if (id !== undefined)
    await unlessDone('dispute_closed', resolveDispute(operator(), { id, upheld: false, answer }));
}
