import { shanghaiInstant, shanghaiParts } from '@kouyi/shared/rules/time';
import { groupBy } from '../kernel/collections';
import { native } from '../kernel/store';
import { type SnapshotRow, Snapshots } from './model';
import { OUTCOME_DAYS } from './snapshots';

/** Below so many pairs deciles are noise, and nothing is claimed. Ten in each. */
const PAIRS_NEEDED = 100;
/** And of so many different people at least. */
const PEOPLE_NEEDED = 20;
/** Snapshots looked at: two years of a thousand KOCs. */
const MOST_READ = 100_000;

/** A score and what came of it. */
export interface Pair {
  readonly personId: string;
  readonly day: number;
  readonly score: number;
  readonly orders: number;
  readonly fen: number;
  readonly activated: number;
}

/**
 * Snapshots of one person whose days of outcome don't overlap, from their first on: counted week by week the same
 * orders would vouch for nine scores.
 */
export function withoutOverlap(pairs: readonly Pair[]): Pair[] {
  return [...groupBy(pairs, ({ personId }) => personId).values()].flatMap((own) => {
    const kept: Pair[] = [];
    for (const pair of [...own].sort((a, b) => a.day - b.day)) {
      const last = kept.at(-1);
      if (!last || pair.day >= last.day + OUTCOME_DAYS) kept.push(pair);
    }
    return kept;
  });
}

export interface Decile {
  decile: number;
  pairs: number;
  fromScore: number;
  toScore: number;
  meanScore: number;
  meanOrders: number;
  meanFen: number;
  meanActivated: number;
}

/** Pairs in ten parts of as nearly the same size as can be, the lowest scores first. */
export function decilesOf(pairs: readonly Pair[]): Decile[] {
  const sorted = [...pairs].sort(
    (a, b) => a.score - b.score || a.day - b.day || (a.personId < b.personId ? -1 : 1),
  );
  return Array.from({ length: 10 }, (_, i) => i).flatMap((i) => {
    const own = sorted.slice(
      Math.round((i * sorted.length) / 10),
      Math.round(((i + 1) * sorted.length) / 10),
    );
    if (own.length === 0) return [];
    const mean = (of: (pair: Pair) => number): number =>
      Math.round((own.reduce((sum, pair) => sum + of(pair), 0) / own.length) * 100) / 100;
    return [
      {
        decile: i + 1,
        pairs: own.length,
        fromScore: own[0]!.score,
        toScore: own.at(-1)!.score,
        meanScore: mean(({ score }) => score),
        meanOrders: mean(({ orders }) => orders),
        meanFen: Math.round(mean(({ fen }) => fen)),
        meanActivated: mean(({ activated }) => activated),
      },
    ];
  });
}

/** Spearman's rank correlation, ties with their middle rank; 0 where one side never changes. */
export function rankCorrelation(xs: readonly number[], ys: readonly number[]): number {
  const [a, b] = [ranks(xs), ranks(ys)];
  const mean = (xs.length + 1) / 2;
  let [both, left, right] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    both += (x - mean) * (b[i]! - mean);
    left += (x - mean) ** 2;
    right += (b[i]! - mean) ** 2;
  }
  return left === 0 || right === 0 ? 0 : Math.round((both / Math.sqrt(left * right)) * 100) / 100;
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const found = new Array<number>(values.length);
  for (let i = 0; i < order.length;) {
    let end = i;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[i]!]) end += 1;
    for (let j = i; j <= end; j += 1) found[order[j]!] = (i + end) / 2 + 1;
    i = end + 1;
  }
  return found;
}

/** Score of past KOCs against what they brought in the 60 days after, or how much is missing to say anything. */
export async function calibration() {
  const rows = await native(Snapshots)
    .find(
      { wasKoc: true, outcome: { $exists: true } },
      { projection: { personId: 1, day: 1, score: 1, outcome: 1 } },
    )
    .sort({ day: -1 })
    .limit(MOST_READ)
    .toArray();
  const pairs = withoutOverlap(rows.map(pairOf));
  const people = new Set(pairs.map(({ personId }) => personId)).size;
  const enough = pairs.length >= PAIRS_NEEDED && people >= PEOPLE_NEEDED;
  const waiting = await waitingNow();
  const days = pairs.map(({ day }) => day);
  const scores = pairs.map(({ score }) => score);
  const rank = {
    orders: rankCorrelation(
      scores,
      pairs.map(({ orders }) => orders),
    ),
    activated: rankCorrelation(
      scores,
      pairs.map(({ activated }) => activated),
    ),
  };
  return {
    pairs: pairs.length,
    people,
    needed: PAIRS_NEEDED,
    enough,
    words: enough ? verdict(rank.orders) : tooFew(pairs.length, people, waiting),
    ...(waiting
      ? { waiting: { people: waiting.people, at: shanghaiInstant(waiting.day).toISOString() } }
      : {}),
    ...(enough ? { rank } : {}),
    deciles: enough ? decilesOf(pairs) : [],
    ...(days.length > 0
      ? {
          oldest: shanghaiInstant(Math.min(...days) + 1).toISOString(),
          newest: shanghaiInstant(Math.max(...days) + 1).toISOString(),
        }
      : {}),
  };
}

const pairOf = ({ personId, day, score, outcome }: SnapshotRow): Pair => ({
  personId,
  day,
  score,
  ...outcome!,
});

/** Whose scores wait for their days to be over, and on which day the first of them are; undefined: nobody's. */
async function waitingNow(): Promise<{ people: number; day: number } | undefined> {
  const [waiting] = await native(Snapshots)
    .aggregate<{ people: number; day: number }>([
      { $match: { wasKoc: true, outcomeDay: { $exists: true } } },
      { $group: { _id: '$personId', day: { $min: '$outcomeDay' } } },
      { $group: { _id: null, people: { $sum: 1 }, day: { $min: '$day' } } },
    ])
    .toArray();
  return waiting;
}

/** What there is so far, and when there will be more: scores of KOCs are kept each Monday and judged 60 days later. */
function tooFew(pairs: number, people: number, waiting: { people: number; day: number } | undefined): string {
  const missing = PEOPLE_NEEDED - Math.max(people, waiting?.people ?? 0);
  return [
    `每周一记一次 KOC 当时的分，满 ${OUTCOME_DAYS} 天再对照带来了什么，要有 ${PEOPLE_NEEDED} 位的 ${PAIRS_NEEDED} 组才看得出准不准。`,
    pairs > 0 ? `现在能对照 ${people} 位的 ${pairs} 组。` : '',
    waiting === undefined
      ? pairs > 0
        ? '下一个周一再记。'
        : '有了 KOC，下一个周一就记第一次。'
      : `已经记下 ${waiting.people} 位的分，${pairs > 0 ? '下一批' : '第一批'}${dayInWords(waiting.day)}满 ${OUTCOME_DAYS} 天。`,
    (waiting !== undefined || pairs > 0) && missing > 0
      ? `同一位每 ${OUTCOME_DAYS} 天只算一组，所以还要再有 ${missing} 位 KOC。`
      : '',
    '在那之前，分数只是一个约定。',
  ].join('');
}

/** 1月12日 */
const dayInWords = (day: number): string => {
  const { month, date } = shanghaiParts(shanghaiInstant(day));
  return `${month}月${date}日`;
};

const verdict = (rank: number): string =>
  rank >= 0.5
    ? `分高的人之后确实带来更多订单（等级相关 ${rank}）。这个标准可以继续用。`
    : rank >= 0.2
      ? `分高的人之后带来的订单多一些（等级相关 ${rank}），但差得不远：看分数，也看人。`
      : `分数和之后的订单几乎没有关系（等级相关 ${rank}）。建议改一改规则里的窗口和权重，再看一个季度。`;
