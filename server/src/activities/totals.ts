import type { ActivityRule } from '@kouyi/shared/types';
import { indexBy } from '../kernel/collections';
import { keptAnswers } from '../kernel/kept';
import { native } from '../kernel/store';
import { Tallies, type TallyDoc } from './model';

/** Numbers of an activity over all its groups. */
export interface Totals {
  readonly counted: number;
  readonly points: number;
  /** Counted on the day that was asked for. */
  readonly today: number;
}

const NONE: Totals = { counted: 0, points: 0, today: 0 };

/** An activity with more tallies than that is too dear to add up for everybody who looks. */
const MANY = 200;

/** Those seen with so many; they don't become fewer. */
const wide = new Set<string>();
const keptSums = keptAnswers<Totals>(500);
/** Few: each may hold ten thousand groups. */
const keptTallies = keptAnswers<GroupNumbers[]>(8);

interface Sums extends Totals {
  readonly _id: string;
  readonly tallies: number;
}

async function sums(ids: readonly string[], day: number): Promise<Sums[]> {
  const rows = await native(Tallies)
    .aggregate<Sums>([
      { $match: { activityId: { $in: [...ids] } } },
      {
        $group: {
          _id: '$activityId',
          counted: { $sum: '$counted' },
          points: { $sum: '$points' },
          today: { $sum: `$perDay.${day}` },
          tallies: { $sum: 1 },
        },
      },
    ])
    .toArray();
  for (const { _id, tallies } of rows) if (tallies > MANY) wide.add(_id);
  return rows;
}

/**
 * Sums of activities over all groups, with those of a Shanghai day. Exact for an activity in up to 200 groups; in
 * more, they may be so old as is twenty times what adding up takes, whoever looks.
 */
export async function totalsOf(ids: readonly string[], day: number): Promise<(id: string) => Totals> {
  const narrow = ids.filter((id) => !wide.has(id));
  const [rows, others] = await Promise.all([
    narrow.length === 0 ? [] : sums(narrow, day),
    Promise.all(
      ids
        .filter((id) => wide.has(id))
        .map(async (_id) => ({
          _id,
          ...(await keptSums(`${_id}:${day}`, async () => (await sums([_id], day))[0] ?? NONE)),
        })),
    ),
  ]);
  const byId = indexBy<string, Totals & { _id: string }>([...rows, ...others], ({ _id }) => _id);
  return (id) => byId.get(id) ?? NONE;
}

/** Numbers of an activity in each group, without what only the bot needs. */
export type GroupNumbers = Pick<
  TallyDoc,
  'groupId' | 'counted' | 'people' | 'firstTimers' | 'points' | 'outcomes' | 'options' | 'firstCountedAt'
>;

/** Every group's numbers; as fresh as `totalsOf`. */
export const talliesOf = (id: string): Promise<readonly GroupNumbers[]> =>
  wide.has(id) ? keptTallies(id, () => readTallies(id)) : readTallies(id);

async function readTallies(activityId: string): Promise<GroupNumbers[]> {
  const rows = await native(Tallies)
    .find(
      { activityId },
      {
        projection: {
          groupId: 1,
          counted: 1,
          people: 1,
          firstTimers: 1,
          points: 1,
          outcomes: 1,
          options: 1,
          firstCountedAt: 1,
        },
      },
    )
    .toArray();
  if (rows.length > MANY) wide.add(activityId);
  return rows;
}

/** How often each option was chosen in the groups of these tallies. */
export function votesIn(tallies: readonly Pick<GroupNumbers, 'options'>[]): Record<string, number> {
  const times: Record<string, number> = {};
  for (const { options } of tallies)
    for (const [trigger, n] of Object.entries(options)) times[trigger] = (times[trigger] ?? 0) + n;
  return times;
}

/** Votes per option, in the rule's order. */
export const optionsOf = (rule: ActivityRule, times: Readonly<Record<string, number>>) =>
  (rule.vote?.options ?? rule.quiz?.options ?? []).map(({ trigger, label }) => ({
    trigger,
    label,
    times: times[trigger] ?? 0,
  }));
