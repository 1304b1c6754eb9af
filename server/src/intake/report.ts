import type { IntakeReport } from '@kouyi/shared/contracts';
import { shownQuestions } from '@kouyi/shared/rules/intake';
import { DAY_MS } from '@kouyi/shared/rules/time';
import type { AnswerValue, Question } from '@kouyi/shared/types';
import { storage } from '../adapters/storage';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { photoKey, type PhotoRow, Photos, type SessionRow, Sessions } from './model';
import { refuse, standing } from './rules';
import { versionOf } from './versions';

/** The report of a session that is done. @throws Refusal `session_open` (409). */
export async function reportOfSession(session: SessionRow): Promise<IntakeReport> {
  const { outcome, doneAt } = session;
  if (!outcome || !doneAt) throw refuse('session_open');
  const { content } = await versionOf(session.questionnaireId, session.version);
  const result = content.results.find(({ id }) => id === outcome.resultId) ?? content.fallback;
  const { id, name, line, means, thisWeek } = result;
  return {
    sessionId: session._id,
    questionnaireId: session.questionnaireId,
    title: content.title,
    at: doneAt.toISOString(),
    result: { id, name, line, means, thisWeek: [...thisWeek] },
    dimensions: content.dimensions.map((dimension) => ({
      id: dimension.id,
      name: dimension.name,
      low: dimension.low,
      high: dimension.high,
      percent: outcome.percent[dimension.id] ?? 0,
    })),
    notice: content.notice,
    ...(content.careDays > 0
      ? { careUntil: new Date(doneAt.getTime() + content.careDays * DAY_MS).toISOString() }
      : {}),
  };
}

/** The same by id. @throws Refusal `not_found` or `session_open`. */
export const reportOf = async (sessionId: string): Promise<IntakeReport> =>
  reportOfSession(await sessionById(sessionId));

/** Questions with their answers as people read them, in order. Photos are not among them. */
export async function answersInWords(sessionId: string): Promise<{ title: string; answer: string }[]> {
  const session = await sessionById(sessionId);
  const { content } = await versionOf(session.questionnaireId, session.version);
  const given = standing(session.answers);
  return shownQuestions(content, given).flatMap((question) => {
    const answer = given[question.id];
    if (answer === undefined || question.kind === 'photo') return [];
    return [{ title: question.title, answer: inWords(question, answer) }];
  });
}

function inWords({ kind, choices = [], unit = '', max }: Question, answer: AnswerValue): string {
  const labelOf = (id: string): string => choices.find((choice) => choice.id === id)?.label ?? id;
  if (typeof answer === 'object') return answer.map(labelOf).join('、');
  if (typeof answer === 'boolean') return answer ? '同意' : '不同意';
  if (kind === 'single') return labelOf(String(answer));
  if (kind === 'scale') return `${answer} / ${max ?? 10}`;
  return `${answer}${unit}`;
}

/** Photos of a session that are kept, and how many were taken back. */
export async function photosOfSession(
  sessionId: string,
): Promise<{ kept: { id: string; title: string }[]; removed: number }> {
  const rows = await native(Photos).find({ sessionId }).limit(50).toArray();
  // One that was replaced was not taken back: its question has another.
  const kept = rows.filter(({ state }) => state === 'kept');
  const answered = new Set(kept.map(({ questionId }) => questionId));
  const removed = new Set(
    rows
      .filter((row) => row.state === 'removed' && !answered.has(row.questionId))
      .map((row) => row.questionId),
  );
  return { kept: kept.map(({ _id: id, title }) => ({ id, title })), removed: removed.size };
}

/** The bytes of a kept photo that fits the filter. @throws Refusal `not_found`. */
export async function photoBytes(
  filter: Pick<PhotoRow, '_id'> & Partial<Pick<PhotoRow, 'personId' | 'sessionId'>>,
): Promise<Buffer> {
  const row = await native(Photos).findOne({ ...filter, state: 'kept' }, { projection: { _id: 1 } });
  const bytes = row && (await storage().get(photoKey(row._id)));
  if (!bytes) throw refuseAnywhere('not_found');
  return bytes;
}

async function sessionById(id: string): Promise<SessionRow> {
  const row = await native(Sessions).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}
