import { canMakeUp, checkInPoints, type MakeUpRefusal } from '@kouyi/shared/rules/decide';
import { shanghaiDay, textToDay } from '@kouyi/shared/rules/time';
import type { MemberActor } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native, withoutId } from '../kernel/store';
import { identitiesOf } from '../people';
import { grant } from '../rewards';
import { blacklistedAmong } from '../risk';
import { participated } from './events';
import { Activities, Decisions, newTally, Progress, type ProgressDoc, progressId, Tallies } from './model';
import { spendPoints } from './quota';
import { byHowFar, refuse } from './rules';

const MAKE_UP_REFUSALS: Record<MakeUpRefusal, Parameters<typeof refuse>[0]> = {
  not_check_in: 'make_up_outside_window',
  make_up_off: 'make_up_none_left',
  make_up_not_past: 'make_up_not_missed',
  make_up_too_old: 'make_up_too_late',
  make_up_closed_day: 'make_up_outside_window',
  already_counted: 'make_up_not_missed',
  make_up_used_up: 'make_up_none_left',
};

/** Makes up one missed day of a check-in. Refuses `make_up_*` with the reason in words. */
export const makeUpDay = command<{ activityId: string; day: string }, ProgressDoc>('activities.make-up', {
  async run({ activityId, day }, tx) {
    const actor = tx.actor as MemberActor;
    const activity = await native(Activities).findOne({ _id: activityId }, { session: tx.session });
    const date = textToDay(day);
    if (!activity || date === undefined) throw refuseAnywhere('not_found');
    const selves = await identitiesOf(actor.personId, tx.session);
    // Of several identities the streak is that of the one that came furthest, as the phone shows it.
    const several = await native(Progress)
      .find({ _id: { $in: selves.map((self) => progressId(activityId, self)) } }, { session: tx.session })
      .toArray();
    const progress = several.sort(byHowFar).at(-1);
    // Who never took part has no streak to mend.
    if (!progress) throw refuseAnywhere('not_found');
    const { _id, personId } = progress;
    if ((await blacklistedAmong([personId])).has(personId)) throw refuse('make_up_blacklisted');
    const may = canMakeUp(activity.rule, {
      days: progress.days,
      madeUp: progress.madeUp,
      today: shanghaiDay(tx.now),
      date,
    });
    if (!may.allowed)
      throw refuse(MAKE_UP_REFUSALS[may.refusal], { field: 'day', details: { message: may.message } });
    const days = [...progress.days, date].sort((a, b) => a - b);
    const points = checkInPoints(activity.rule, days) - checkInPoints(activity.rule, progress.days);
    await spendForMakeUp(tx, activityId, points);
    const next: ProgressDoc = {
      ...progress,
      days,
      madeUp: [...progress.madeUp, date],
      points: progress.points + points,
      rev: progress.rev + 1,
    };
    await native(Progress).replaceOne({ _id, rev: progress.rev }, withoutId(next), { session: tx.session });
    const rowId = derivedId('par', activityId, personId, `day ${date}`);
    await native(Decisions).insertOne(
      {
        _id: rowId,
        activityId,
        version: activity.version,
        groupId: '',
        personId,
        name: '',
        at: tx.now,
        decidedAt: tx.now,
        outcome: 'counted',
        points,
        day: date,
        text: '补卡',
      },
      { session: tx.session },
    );
    grant(tx, [
      {
        id: rowId,
        personId,
        reward: { kind: 'points', points },
        cause: { activityId, groupId: '', reason: `${activity.title} · 补 ${day.slice(5)} 的卡` },
        at: tx.now,
      },
    ]);
    const { title, kind } = activity.rule;
    const made = { id: rowId, activityId, kind, title: `${title}（补卡）`, personId, points, at: tx.now };
    tx.emit(participated({ participations: [made] }));
    return next;
  },
});

/** A made-up day comes out of the same budget as all others, and its points stand in a tally of no group. */
async function spendForMakeUp(tx: Tx, activityId: string, points: number): Promise<void> {
  if (points === 0) return;
  if (!(await spendPoints(tx, activityId, points))) throw refuse('make_up_budget_spent');
  const { _id, points: _none, ...blank } = newTally(activityId, '');
  await native(Tallies).updateOne(
    { _id },
    { $inc: { points }, $setOnInsert: blank },
    { session: tx.session, upsert: true },
  );
}
