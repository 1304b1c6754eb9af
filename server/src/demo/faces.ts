import type { ChannelEvent } from '@kouyi/shared/contracts';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import { SIMULATOR } from '../adapters/simulator';
import { asSystem } from '../kernel/command';
import { native } from '../kernel/store';
import { personIdOf } from '../people';
import { type DemoMember, isStaff } from './brand';
import { CHECK_IN_WORDS } from './activities';
import { lastTested } from './intake';
import { Seeds } from './marks';
import { kocsOf } from './shop';

/** A member worth being for a while, and what there is to see as them. */
interface Face {
  readonly personId: string;
  readonly hint: string;
}

/** Customers by their place in the line, as the chapters left them today. */
const PLACES: readonly [place: number, hint: string][] = [
  [1, '还有盲盒没开'],
  [41, '有一张到店换小样的券'],
  [5, '许的愿实现了'],
];

/** Writes down who is worth being, once the story is told. */
export async function keepFaces(
  people: readonly string[],
  told: { members: ReadonlyMap<string, readonly DemoMember[]>; history: readonly ChannelEvent[]; at: Date },
): Promise<void> {
  const [first, second] = kocsOf(people) as [string, string];
  const { userId, days } = longestStreak(told.history, shanghaiDay(told.at));
  const customers = [...told.members.values()].flat();
  const newest = customers.reduce((a, b) => (b.joinedDaysAgo < a.joinedDaysAgo ? b : a));
  const faces: Face[] = [
    { personId: first, hint: 'KOC · 有收益可以提现' },
    { personId: second, hint: 'KOC · 有自己的群和预算' },
    { personId: personIdOf(SIMULATOR, userId), hint: `连续打卡 ${days} 天` },
    { personId: lastTested(people), hint: '刚测完肤质' },
    ...PLACES.map(([place, hint]) => ({ personId: people[place]!, hint })),
    { personId: personIdOf(SIMULATOR, newest.userId), hint: '刚进群的新人' },
  ];
  await asSystem('demo.faces', (tx) =>
    native(Seeds).replaceOne(
      { _id: 'faces' },
      { at: tx.now, keep: JSON.stringify(faces) },
      { session: tx.session, upsert: true },
    ),
  );
}

/** Who is worth being for a while; nobody where the demo brand is not. */
export async function demoFaces(): Promise<readonly Face[]> {
  const row = await native(Seeds).findOne({ _id: 'faces' });
  return row?.keep === undefined ? [] : (JSON.parse(row.keep) as Face[]);
}

/** Which customer checked in on the most days in a row, up to today or, while nobody was up yet today, to yesterday. */
function longestStreak(history: readonly ChannelEvent[], today: number): { userId: string; days: number } {
  const daysOf = new Map<string, Set<number>>();
  for (const { userId, text, at } of history) {
    if (!CHECK_IN_WORDS.includes(text) || isStaff(userId)) continue;
    const days = daysOf.get(userId) ?? new Set<number>();
    daysOf.set(userId, days.add(shanghaiDay(new Date(at))));
  }
  let best = { userId: '', days: 0 };
  for (const [userId, days] of daysOf) {
    const last = days.has(today) ? today : today - 1;
    let streak = 0;
    while (days.has(last - streak)) streak += 1;
    if (streak > best.days) best = { userId, days: streak };
  }
  return best;
}
