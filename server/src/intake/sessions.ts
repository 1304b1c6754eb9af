import { countingAnswers, firstMissing, outcomeOf, shownQuestions } from '@kouyi/shared/rules/intake';
import type { AnswerValue } from '@kouyi/shared/types';
import { command, type Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { intakeCompleted, intakeProgressed } from './events';
import { Photos, Questionnaires, type SessionRow, Sessions, type VersionRow } from './model';
import { may } from './policy';
import { type GivenAnswer, mergeAnswers, progressOf, refuse, standing, versionFor } from './rules';
import { versionOf } from './versions';

interface Start {
  personId: string;
  questionnaireId: string;
  source?: string | undefined;
  again?: boolean | undefined;
}

/**
 * Begins a session, or answers the one that is open; after one that is done, `again` begins anew. Two phones that
 * begin at once get the same session: its id follows from the attempt (the second meets a duplicate key, and its
 * door asks again).
 * @throws Refusal `questionnaire_closed` (409) or `not_found`.
 */
export const startSession = command('intake.start', {
  may: (actor, input: Start) => may.own(actor, input),
  async run({ personId, questionnaireId, source = 'direct', again = false }: Start, tx): Promise<SessionRow> {
    const options = { session: tx.session };
    const [last] = await native(Sessions)
      .find({ personId, questionnaireId }, options)
      .sort({ attempt: -1 })
      .limit(1)
      .toArray();
    if (last && (last.state === 'open' || !again)) return last;
    const questionnaire = await native(Questionnaires).findOne(
      { _id: questionnaireId },
      { ...options, projection: { running: 1 } },
    );
    if (!questionnaire) throw refuseAnywhere('not_found');
    const version = versionFor(questionnaire.running, questionnaireId, personId);
    if (version === undefined) throw refuse('questionnaire_closed');
    const { content } = await versionOf(questionnaireId, version);
    const attempt = (last?.attempt ?? 0) + 1;
    const row: SessionRow = {
      _id: derivedId('its', personId, questionnaireId, String(attempt)),
      personId,
      questionnaireId,
      version,
      attempt,
      source,
      state: 'open',
      startedAt: tx.now,
      updatedAt: tx.now,
      answers: {},
      ...progressOf(content, {}, undefined),
    };
    await native(Sessions).insertOne(row, options);
    tell(row, { started: true, reached: row.reached, passed: [] }, tx);
    return row;
  },
});

interface Answering {
  personId: string;
  id: string;
  version: number;
  answers: readonly GivenAnswer[];
  on?: string | undefined;
}

/**
 * Keeps answers, also late and again. All or none of them; a refusal names the question.
 * @throws Refusal `not_found`, `version_wrong`, `session_done` (409) or what is wrong with an answer.
 */
export const answerSession = command('intake.answer', {
  may: (actor, input: Answering) => may.own(actor, input),
  async run({ personId, id, version, answers: given, on }: Answering, tx): Promise<SessionRow> {
    const session = await mine(id, personId, tx);
    if (session.version !== version) throw refuse('version_wrong', { field: 'version' });
    const { content } = await versionOf(session.questionnaireId, version);
    const answers = mergeAnswers(content, session.answers, given, tx.now);
    // What was kept already may come again after the end.
    if (session.state === 'done') {
      if (answers) throw refuse('session_done');
      return session;
    }
    if (answers) await assertPhotos(session, given, tx);
    const next = await moved(session, answers ?? session.answers, on, tx);
    const { _id, ...fields } = next;
    await native(Sessions).replaceOne({ _id }, fields, { session: tx.session });
    return next;
  },
});

/**
 * Makes the result of a session; again, the same.
 * @throws Refusal `answers_missing`, which names the question, or `not_found`.
 */
export const finishSession = command('intake.finish', {
  may: (actor, input: { personId: string; id: string }) => may.own(actor, input),
  async run({ personId, id }: { personId: string; id: string }, tx): Promise<SessionRow> {
    const session = await mine(id, personId, tx);
    if (session.state === 'done') return session;
    const version = await versionOf(session.questionnaireId, session.version);
    const given = standing(session.answers);
    const missing = firstMissing(version.content, given);
    if (missing) throw refuse('answers_missing', { field: missing.id, details: { title: missing.title } });
    const done = doneSession(session, version, given, tx);
    const { _id, ...fields } = done;
    await native(Sessions).replaceOne({ _id }, fields, { session: tx.session });
    await dropPhotos(done, tx);
    return done;
  },
});

function doneSession(
  session: SessionRow,
  { content, ranges }: VersionRow,
  given: Record<string, AnswerValue>,
  tx: Tx,
): SessionRow {
  const { percent, result } = outcomeOf(content, ranges, given);
  const { on: _on, ...rest } = session;
  // What need not be answered was passed, too, by whoever is done.
  const all = shownQuestions(content, given).map(({ id }) => id);
  tell(session, { started: false, ...newIn(session, { reached: all, passed: all }) }, tx);
  tx.emit(
    intakeCompleted({
      personId: session.personId,
      sessionId: session._id,
      questionnaireId: session.questionnaireId,
      version: session.version,
      title: content.title,
      resultId: result.id,
      resultType: result.name,
      scores: percent,
      source: session.source,
      careDays: content.careDays,
      at: tx.now,
    }),
  );
  // Answers to questions that were hidden again are nobody's business.
  const counting = countingAnswers(content, given);
  return {
    ...rest,
    state: 'done',
    updatedAt: tx.now,
    doneAt: tx.now,
    answers: Object.fromEntries(Object.entries(session.answers).filter(([id]) => id in counting)),
    reached: [...new Set([...session.reached, ...all])],
    passed: [...new Set([...session.passed, ...all])],
    outcome: { resultId: result.id, percent },
  };
}

/** Photos that are no answer any more: their question was hidden again, or the answer taken back. */
async function dropPhotos({ _id: sessionId, answers }: SessionRow, tx: Tx): Promise<void> {
  const counting = Object.values(answers).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  await native(Photos).updateMany(
    { sessionId, state: 'kept', _id: { $nin: counting } },
    { $set: { state: 'removed', removeAt: tx.now } },
    { session: tx.session },
  );
}

/** The session with these answers, and how far it has come. */
async function moved(
  session: SessionRow,
  answers: SessionRow['answers'],
  on: string | undefined,
  tx: Tx,
): Promise<SessionRow> {
  const { content } = await versionOf(session.questionnaireId, session.version);
  const fresh = newIn(session, progressOf(content, standing(answers), on));
  if (fresh.reached.length + fresh.passed.length > 0) tell(session, { started: false, ...fresh }, tx);
  return {
    ...session,
    answers,
    ...(on === undefined ? {} : { on }),
    updatedAt: tx.now,
    reached: [...session.reached, ...fresh.reached],
    passed: [...session.passed, ...fresh.passed],
  };
}

const newIn = (session: SessionRow, progress: { reached: string[]; passed: string[] }) => ({
  reached: progress.reached.filter((id) => !session.reached.includes(id)),
  passed: progress.passed.filter((id) => !session.passed.includes(id)),
});

const tell = (
  { questionnaireId, version, source }: SessionRow,
  progress: { started: boolean; reached: string[]; passed: string[] },
  tx: Tx,
): void => tx.emit(intakeProgressed({ questionnaireId, version, source, ...progress, at: tx.now }));

/** @throws Refusal `not_found` unless it is this person's. */
export async function mine(id: string, personId: string, tx?: Tx): Promise<SessionRow> {
  const row = await native(Sessions).findOne({ _id: id, personId }, tx ? { session: tx.session } : {});
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

/** @throws Refusal `photo_unknown` unless the photos named are kept ones of this session. */
async function assertPhotos(session: SessionRow, given: readonly GivenAnswer[], tx: Tx): Promise<void> {
  for (const { questionId, value } of given) {
    if (typeof value !== 'string' || !value.startsWith('pht_')) continue;
    const photo = await native(Photos).findOne({ _id: value }, { session: tx.session });
    const fits =
      photo?.state === 'kept' && photo.sessionId === session._id && photo.questionId === questionId;
    if (!fits) throw refuse('photo_unknown', { field: questionId });
  }
}
