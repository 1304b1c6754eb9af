import { answerText } from '@kouyi/shared/rules/words';
import { command, type Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { type OutgoingPlan, planAllOutgoing } from '../gate';
import { Activities, type ActivityDoc, Tallies } from './model';

/** Plans the closing words of an activity in every group where somebody took part. */
async function planClosing(tx: Tx, activity: ActivityDoc): Promise<void> {
  const { closingText } = activity.rule.answer;
  if (closingText === undefined) return;
  const tallies = await native(Tallies)
    .find({ activityId: activity._id, counted: { $gt: 0 } }, { session: tx.session })
    .toArray();
  const plans: OutgoingPlan[] = [];
  for (const tally of tallies) {
    const text = answerText(closingText, {
      count: tally.counted,
      title: activity.title,
      ...(tally.first ? { first: tally.first.name } : {}),
    });
    if (text === '') continue;
    plans.push({
      key: `closing:${tally._id}:${activity.version}`,
      groupId: tally.groupId,
      kind: 'closing',
      text,
      card: { activityId: activity._id, title: activity.title },
      cause: { activityId: activity._id },
    });
  }
  await planAllOutgoing(tx, plans);
}

/** The last word in each group where somebody took part. */
export const sayClosing = command('activities.say-closing', {
  async run({ activityId }: { activityId: string }, tx) {
    const activity = await native(Activities).findOne({ _id: activityId }, { session: tx.session });
    if (activity) await planClosing(tx, activity);
  },
});
