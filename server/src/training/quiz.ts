import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { command } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { lessonPassed } from './events';
import { lessonFor, progressOf } from './learning';
import { Progress, type ProgressRow, Tries } from './model';
import { type Answer, judge, type Judged, progressIdOf, refuse, TRIES_A_DAY, tryIdOf } from './rules';

interface Answers {
  personId: string;
  id: string;
  version: number;
  answers: readonly Answer[];
  requestKey: string;
}

/**
 * Judges a person's answers, once a request key. Whoever passes for the first time has passed for good, and it is
 * told.
 * @throws Refusal `lesson_changed` (409), `answers_incomplete`, `option_unknown`, `too_many_tries` (429) or `not_found`.
 */
export const answerQuiz = command('training.answer-quiz', {
  may(actor, { personId }: Answers) {
    if (actor.kind !== 'member' || actor.personId !== personId) throw refuseAnywhere('not_allowed');
  },
  async run({ personId, id, version, answers, requestKey }: Answers, tx) {
    const options = { session: tx.session };
    const progressId = progressIdOf(id, personId);
    const tryId = tryIdOf(id, personId, requestKey);
    const before = await native(Progress).findOne({ _id: progressId }, options);
    const had = await native(Tries).findOne({ _id: tryId }, options);
    if (had && before) return { judged: had.judged, progress: before };
    const { live, version: current } = await lessonFor(personId, id, tx);
    if (version !== current) throw refuse('lesson_changed', { field: 'version' });
    const today = await native(Tries).countDocuments(
      { personId, lessonId: id, at: { $gte: shanghaiInstant(shanghaiDay(tx.now)) } },
      options,
    );
    if (today >= TRIES_A_DAY) throw refuse('too_many_tries');
    const judged: Judged = judge(live, answers);
    const wrong = judged.questions.filter(({ right }) => !right).map((question) => question.id);
    await native(Tries).insertOne(
      { _id: tryId, lessonId: id, version, personId, at: tx.now, judged, wrong },
      options,
    );
    const best = (await progressOf(personId, id, tx)).get(id);
    const passesNow = judged.passed && best?.passedAt === undefined;
    const progress: ProgressRow = {
      ...(before ?? { _id: progressId, lessonId: id, personId }),
      tries: (before?.tries ?? 0) + 1,
      bestPercent: Math.max(before?.bestPercent ?? 0, judged.percent),
      ...(passesNow ? { passedAt: tx.now, passedVersion: version } : {}),
      lastAt: tx.now,
    };
    const { _id, ...fields } = progress;
    await native(Progress).replaceOne({ _id }, fields, { ...options, upsert: true });
    if (passesNow)
      tx.emit(lessonPassed({ passes: [{ lessonId: id, title: live.title, personId, at: tx.now }] }));
    return { judged, progress: best?.passedAt && best._id !== progressId ? best : progress };
  },
});
