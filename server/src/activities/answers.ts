import { answerText } from '@kouyi/shared/rules/words';
import { groupCap } from '@kouyi/shared/rules/decide';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { ActivityRule } from '@kouyi/shared/types';
import { indexBy } from '../kernel/collections';
import { command, type Tx } from '../kernel/command';
import { changeRows, rowsByIds } from '../kernel/store';
import { groupDirectory, type GroupFacts } from '../groups';
import { type OutgoingPlan, planAllOutgoing } from '../gate';
import type { BatchFacts, Guarded } from './batch-facts';
import { Tallies, type TallyDoc } from './model';
import type { Decided } from './participate';
import { type LiveRule, ruleBook } from './rule-book';

/** An answer that is due, with what it will say. */
interface Answer {
  readonly key: string;
  readonly groupId: string;
  readonly text: string;
  readonly activityId: string;
  readonly title: string;
  /** The box that the card opens. */
  readonly boxId?: string | undefined;
  readonly messageId?: string | undefined;
}

/**
 * Decides which groups are answered now: every N people at once, otherwise so many seconds after the first
 * unanswered one. Never once a message.
 */
export function planAnswers(
  facts: BatchFacts,
  decided: readonly Decided[],
  now: Date,
): { write(tx: Tx): Promise<void> } {
  const touched = new Map<Guarded<TallyDoc>, Decided>();
  for (const each of decided) {
    if (each.decision.outcome === 'counted')
      touched.set(facts.tallies.get(`${each.live.id}:${each.incoming.group.id}`)!, each);
  }
  const answers: Answer[] = [];
  for (const [{ doc }, { live, incoming }] of touched) {
    // History that is read in late (an import, a channel that was down) is counted, not talked about.
    if (now.getTime() - incoming.at.getTime() > STALE_MS) {
      forgetUnanswered(doc);
    } else if (doc.unanswered >= live.rule.answer.everyPeople) {
      answers.push(answerNow(doc, live, incoming.group, facts.quota.get(live.id)?.total, now));
    } else {
      doc.answerDueAt ??= new Date(now.getTime() + live.rule.answer.everySeconds * 1000);
    }
  }
  return {
    write: (tx) => sendAnswers(tx, answers),
  };
}

const STALE_MS = 10 * 60_000;

/** Writes the answer of what is unanswered and begins to gather anew; changes the tally. */
function answerNow(
  tally: TallyDoc,
  live: LiveRule,
  group: GroupFacts,
  totalLeft: number | undefined,
  now: Date,
): Answer {
  const { rule } = live;
  const today = shanghaiDay(now);
  const daily = rule.kind === 'check_in';
  const count = daily ? (tally.perDay[String(today)] ?? 0) : tally.counted;
  const first = daily ? tally.firstToday?.name : tally.first?.name;
  const left = leftOf(rule, group, count, totalLeft);
  const text = answerText(rule.answer.text, {
    count,
    new: tally.unanswered,
    names: tally.unansweredNames,
    title: rule.title,
    ...(first === undefined ? {} : { first }),
    ...(left === undefined ? {} : { left }),
    ...(rule.reward.points > 0 ? { points: rule.reward.points } : {}),
  });
  const answer = {
    // The revision is what this tally had before: one answer for one state of the count.
    key: `answer:${tally._id}:${tally.counted}`,
    groupId: group.id,
    text,
    activityId: live.id,
    title: rule.title,
    boxId: rule.reward.box?.id,
    messageId: tally.lastMessageId,
  };
  forgetUnanswered(tally);
  return answer;
}

/** Hands answers to the gate; an empty one is not worth sending. */
const sendAnswers = (tx: Tx, answers: readonly Answer[]): Promise<void> =>
  planAllOutgoing(tx, answers.filter(({ text }) => text !== '').map(planOf));

const planOf = ({ key, groupId, text, activityId, title, boxId, messageId }: Answer): OutgoingPlan => ({
  key,
  groupId,
  kind: 'answer',
  text,
  card: { activityId, title, ...(boxId === undefined ? {} : { boxId }) },
  cause: { activityId, ...(messageId === undefined ? {} : { messageId }) },
});

/** Answers groups whose first unanswered participation has waited long enough. @throws Error where one moved on */
export const answerGroups = command('activities.answer-groups', {
  async run({ tallyIds }: { tallyIds: readonly string[] }, tx) {
    const found = await rowsByIds(Tallies, tallyIds, { session: tx.session });
    const byId = indexBy(found, ({ _id }) => _id);
    const tallies = tallyIds.flatMap((id) => byId.get(id) ?? []);
    const answers = tallies.flatMap((tally) => {
      const live = ruleBook.get(tally.activityId);
      const group = groupDirectory.get(tally.groupId);
      if (live && group && tally.unanswered > 0 && !hasLastWord(live))
        return answerNow(tally, live, group, undefined, tx.now);
      forgetUnanswered(tally);
      return [];
    });
    await sendAnswers(tx, answers);
    const written = await changeRows(
      tx.session,
      Tallies,
      tallies.map(({ _id, ...rest }) => ({ q: { _id, rev: rest.rev }, u: { ...rest, rev: rest.rev + 1 } })),
    );
    // A partition's batch was faster; the next tick looks again.
    if (written !== tallies.length) throw new Error('tallies moved on');
  },
});

/** After the closing words, which name the whole count, nothing follows. */
const hasLastWord = ({ state, rule }: LiveRule): boolean =>
  state === 'closed' && rule.answer.closingText !== undefined;

function forgetUnanswered(tally: TallyDoc): void {
  tally.unanswered = 0;
  tally.unansweredNames = [];
  delete tally.answerDueAt;
}

/** Places left as a group is told: the tighter of its own limit and the common one. */
function leftOf(
  rule: ActivityRule,
  group: GroupFacts,
  counted: number,
  totalLeft: number | undefined,
): number | undefined {
  const inGroup = rule.limits.perGroup
    ? Math.max(0, groupCap(rule.limits.perGroup, group.memberCount) - counted)
    : undefined;
  if (inGroup === undefined) return totalLeft;
  return totalLeft === undefined ? inGroup : Math.min(inGroup, totalLeft);
}
