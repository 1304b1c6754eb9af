import type { ActivityCard } from '@kouyi/shared/contracts';
import { groupCap } from '@kouyi/shared/rules/decide';
import { HOUR_MS, nextOpening, openSpans, shanghaiDay } from '@kouyi/shared/rules/time';
import { triggersOf } from '@kouyi/shared/rules/text';
import { outcomeInWords } from '@kouyi/shared/rules/words';
import type { ActivityRule } from '@kouyi/shared/types';
import { refuseAnywhere } from '../kernel/refusals';
import { indexBy } from '../kernel/collections';
import { anyOf, native } from '../kernel/store';
import { type GroupFacts, groupDirectory } from '../groups';
import type { Selves } from '../people';
import { furthestProgress, groupsNow, inMine } from './member-facts';
import {
  type ActivityDoc,
  Activities,
  type DecisionDoc,
  Decisions,
  Progress,
  Tallies,
  type TallyDoc,
  tallyId,
} from './model';
import { quotaLeft } from './quota';
import { isOpenAt, type LiveRule, placeOf, ruleBook } from './rule-book';
import { refuse, runsIn } from './rules';
import { optionsOf, talliesOf, totalsOf, votesIn } from './totals';
import { wordsOf } from './views';

/** What a person can take part in, now and soon. */
export async function memberCards(
  selves: Selves,
  now: Date,
): Promise<{ now: ActivityCard[]; soon: ActivityCard[]; checkIns: LiveRule[] }> {
  const mine = await groupsNow(selves);
  const lives = [...ruleBook.all()].filter(
    (live) =>
      (live.state === 'running' || live.state === 'scheduled' || live.state === 'paused') &&
      new Date(live.rule.window.endAt) > now &&
      inMine(live.rule, mine).length > 0,
  );
  const cards = await cardsOf(lives, selves, mine, now);
  const open = cards.filter((card) => card.openNow && card.state === 'running');
  const later = cards.filter((card) => !open.includes(card));
  return {
    // What is still to be done comes first, then what ends sooner.
    now: open.sort((a, b) => Number(a.mine > 0) - Number(b.mine > 0) || a.closesAt.localeCompare(b.closesAt)),
    soon: later.sort((a, b) => a.opensAt.localeCompare(b.opensAt)).slice(0, 10),
    checkIns: lives.filter((live) => live.rule.kind === 'check_in'),
  };
}

async function cardsOf(
  lives: readonly LiveRule[],
  selves: Selves,
  mine: readonly GroupFacts[],
  now: Date,
): Promise<ActivityCard[]> {
  const ids = lives.map((live) => live.id);
  const today = shanghaiDay(now);
  const [progress, totals, own, quota] = await Promise.all([
    furthestProgress(ids, selves),
    totalsOf(ids, today),
    native(Tallies)
      .find(
        { _id: { $in: ids.flatMap((id) => mine.map((group) => tallyId(id, group.id))) } },
        { projection: { counted: 1, perDay: 1 } },
      )
      .toArray(),
    quotaLeft(ids),
  ]);
  const tallies = indexBy(own, ({ _id }) => _id);
  return lives.map((live) => {
    const { rule } = live;
    const doc = progress.get(live.id);
    const groups = inMine(rule, mine);
    const daily = rule.kind === 'check_in';
    const { counted, today: countedToday } = totals(live.id);
    const limit = limitOf(rule, groups);
    const left = quota.get(live.id)?.total ?? groupLeft(live, groups, tallies, today);
    const [span] = openSpans(rule.window, { from: now, to: new Date(rule.window.endAt) }, 1);
    const open = isOpenAt(live, now);
    const checkedIn = daily && (doc?.days.includes(today) ?? false);
    return {
      id: live.id,
      title: rule.title,
      kind: rule.kind,
      state: live.state,
      groups: groups.map((group) => ({
        id: group.id,
        name: group.name,
        botCanRead: group.capabilities.read,
        botCanPost: group.capabilities.post,
      })),
      trigger: triggersOf(rule)[0] ?? '1',
      line: cardLine(rule),
      points: rule.reward.points,
      ...(rule.reward.box ? { boxId: rule.reward.box.id } : {}),
      opensAt: (nextOpening(rule.window, now) ?? new Date(rule.window.startAt)).toISOString(),
      closesAt: (span?.to ?? new Date(rule.window.endAt)).toISOString(),
      openNow: open,
      counted: daily ? countedToday : counted,
      ...(limit === undefined ? {} : { limit }),
      ...(left === undefined ? {} : { left }),
      mine: daily ? Number(checkedIn) : (doc?.counted ?? 0),
      ...(doc?.place === undefined || daily ? {} : { myPlace: doc.place }),
    };
  });
}

const limitOf = (rule: ActivityRule, groups: readonly GroupFacts[]): number | undefined => {
  if (rule.limits.total !== undefined) return rule.limits.total;
  const [group] = groups;
  return rule.limits.perGroup && group && groups.length === 1
    ? groupCap(rule.limits.perGroup, group.memberCount)
    : undefined;
};

function groupLeft(
  { id, rule }: LiveRule,
  groups: readonly GroupFacts[],
  tallies: ReadonlyMap<string, Pick<TallyDoc, 'counted' | 'perDay'>>,
  today: number,
): number | undefined {
  const [group] = groups;
  if (!rule.limits.perGroup || !group || groups.length !== 1) return undefined;
  const tally = tallies.get(tallyId(id, group.id));
  const counted = rule.kind === 'check_in' ? (tally?.perDay[String(today)] ?? 0) : (tally?.counted ?? 0);
  return Math.max(0, groupCap(rule.limits.perGroup, group.memberCount) - counted);
}

function cardLine(rule: ActivityRule): string {
  const trigger = triggersOf(rule)[0] ?? '1';
  if (rule.kind === 'vote' || rule.kind === 'quiz')
    return `在群里发你选的那个：${triggersOf(rule)
      .map((each) => `「${each}」`)
      .join('')}`;
  if (rule.kind === 'relay') return `在群里发「${trigger} ${rule.relay?.prompt ?? ''}」就接上了`;
  if (rule.kind === 'check_in') return `每天在群里发一个「${trigger}」就算打卡`;
  if (rule.kind === 'coupon_grab') return `在群里发一个「${trigger}」就能抢一张券`;
  if (rule.kind === 'blind_box') return `在群里发一个「${trigger}」就能开一个盲盒`;
  return `在群里发一个「${trigger}」就算参加`;
}

/** A decision about a person as they are told of it. */
const decidedView = (row: DecisionDoc) => ({
  at: row.at.toISOString(),
  groupName: groupDirectory.get(row.groupId)?.name ?? '小程序',
  outcome: row.outcome,
  reason:
    row.text === '补卡'
      ? `补了一天，得 ${row.points} 积分`
      : outcomeInWords(row.outcome, { points: row.points }),
  points: row.points,
});

/** How long what became of a `1` leads the first screen. */
const LATEST_MS = 2 * HOUR_MS;

/**
 * What became of the latest `1` of the last two hours, by the activity that counted it or else the one that says why it
 * did not. Once it has counted, the same again for the same activity is no news. Undefined when nobody listened to any.
 */
export async function latestOf(selves: Selves, now: Date) {
  const rows = await native(Decisions)
    .find({ personId: anyOf(selves), at: { $gt: new Date(now.getTime() - LATEST_MS) } })
    .sort({ at: -1, _id: -1 })
    .limit(10)
    .toArray();
  const told = rows.filter(({ outcome }) => outcome !== 'lower_priority');
  const [newest] = told;
  const row =
    told.find(
      ({ outcome, activityId, at }) =>
        outcome === 'counted' && (activityId === newest!.activityId || at.getTime() === newest!.at.getTime()),
    ) ?? newest;
  const live = row && ruleBook.get(row.activityId);
  return row && live
    ? { activityId: row.activityId, title: live.rule.title, ...decidedView(row) }
    : undefined;
}

/** One activity that runs in a group of the person. @throws Refusal `not_found` */
export async function memberActivity(selves: Selves, id: string, now: Date) {
  const [doc, mine] = await Promise.all([native(Activities).findOne({ _id: id }), groupsNow(selves)]);
  if (!doc || doc.state === 'draft' || doc.state === 'archived' || inMine(doc.rule, mine).length === 0)
    throw refuseAnywhere('not_found');
  const live = liveOf(doc);
  const [[card], decisions, relay] = await Promise.all([
    cardsOf([live], selves, mine, now),
    native(Decisions)
      .find({ activityId: id, personId: anyOf(selves) })
      .sort({ at: -1 })
      .limit(50)
      .toArray(),
    doc.kind === 'relay'
      ? native(Decisions)
          .find({ activityId: id, outcome: 'counted' })
          .sort({ at: 1, _id: 1 })
          .limit(200)
          .toArray()
      : [],
  ]);
  // A quiz shows what people chose only once it is over: before, it would tell the answer.
  const votes =
    doc.kind === 'vote' || (doc.kind === 'quiz' && doc.state === 'closed')
      ? votesIn(await talliesOf(id))
      : {};
  const chosen = decisions.find((row) => row.option !== undefined)?.option;
  return {
    card: card!,
    words: wordsOf(doc.rule),
    mine: decisions.map(decidedView),
    options: optionsOf(doc.rule, votes).map((option) => ({ ...option, mine: option.trigger === chosen })),
    relay: relay.map((row, i) => ({ place: i + 1, name: row.name, text: row.text ?? '' })),
    ...(doc.rule.quiz ? { question: doc.rule.quiz.question } : {}),
  };
}

const liveOf = (doc: ActivityDoc): LiveRule =>
  ruleBook.get(doc._id) ?? {
    id: doc._id,
    version: doc.version,
    state: doc.state,
    rule: doc.rule,
    pauses: doc.pauses,
  };

/** Where a person may join from the mini-program. Refuses `not_your_group`, `activity_not_here`. */
export async function joinPlace(selves: Selves, input: { id: string; groupId: string }): Promise<GroupFacts> {
  const group = (await groupsNow(selves)).find((each) => each.id === input.groupId);
  if (!group) throw refuse('not_your_group', { field: 'groupId' });
  const live = ruleBook.get(input.id);
  if (!live || !runsIn(live.rule.where, placeOf(group)))
    throw refuse('activity_not_here', { field: 'groupId' });
  return group;
}

/** A person's own activity data, for their export. */
export async function activityDataOf(personId: string): Promise<Record<string, unknown>> {
  const [progress, decisions] = await Promise.all([
    native(Progress).find({ personId }).toArray(),
    native(Decisions)
      .find({ personId }, { projection: { facts: 0 } })
      .sort({ at: -1 })
      .limit(10_000)
      .toArray(),
  ]);
  return { progress, decisions };
}
