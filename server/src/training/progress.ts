import type { InputOf, LessonContent, LessonView, OutputOf, contracts } from '@kouyi/shared/contracts';
import { type PublishingRow, publishingView } from '../content';
import type { Actor } from '../kernel/actor';
import { newestPage, searchPattern } from '../kernel/paging';
import { native } from '../kernel/store';
import { reachFor } from '../org';
import { nicknames, peopleWithin } from '../people';
import { Checklists, lessons, Progress, Ticks, Tries } from './model';

type Staff = (typeof contracts)['training'];

/** Tries that the figures of a question are made of, the latest. */
const TRIES_LOOKED_AT = 2_000;

/** Lessons for the console, the latest changed first. */
export const lessonPage = ({
  state,
  q,
  ...page
}: InputOf<Staff['lessons']>): Promise<OutputOf<Staff['lessons']>> =>
  lessons.listed(
    { ...(state ? { state } : {}), ...(q?.trim() ? { 'draft.title': searchPattern(q) } : {}) },
    page,
    lessonViews,
  );

/** One lesson as the console shows it. */
export const lessonView = async (row: PublishingRow<LessonContent>): Promise<LessonView> =>
  (await lessonViews([row]))[0]!;

async function lessonViews(rows: readonly PublishingRow<LessonContent>[]): Promise<LessonView[]> {
  const counts = await native(Progress)
    .aggregate<{ _id: string; tried: number; passed: number }>([
      { $match: { lessonId: { $in: rows.map(({ _id }) => _id) } } },
      {
        $group: {
          _id: '$lessonId',
          tried: { $sum: 1 },
          passed: { $sum: { $cond: [{ $ifNull: ['$passedAt', false] }, 1, 0] } },
        },
      },
    ])
    .toArray();
  const byLesson = new Map(counts.map((each) => [each._id, each]));
  return rows.map((row) => ({
    ...publishingView(row),
    ...row.draft,
    tried: byLesson.get(row._id)?.tried ?? 0,
    passed: byLesson.get(row._id)?.passed ?? 0,
  }));
}

/** One lesson with its versions, and how often each question of the live one was answered wrongly. */
export async function lessonDetail({ id }: InputOf<Staff['lesson']>): Promise<OutputOf<Staff['lesson']>> {
  const row = await lessons.get(id);
  const tries = await native(Tries)
    .find({ lessonId: id, version: row.version }, { projection: { wrong: 1 } })
    .sort({ at: -1 })
    .limit(TRIES_LOOKED_AT)
    .toArray();
  return {
    lesson: await lessonView(row),
    versions: row.versions.map(({ version, at, by }) => ({ version, at: at.toISOString(), by })).reverse(),
    questions: (row.live?.questions ?? []).map((question) => ({
      id: question.id,
      text: question.text,
      answered: tries.length,
      wrong: tries.filter(({ wrong }) => wrong.includes(question.id)).length,
    })),
  };
}

/** Who tried a lesson, the latest first, as far as the reader's reach goes: a page may hold fewer than it could. */
export async function learnerPage(
  actor: Actor,
  { id, passed, ...page }: InputOf<Staff['learners']>,
): Promise<OutputOf<Staff['learners']>> {
  await lessons.get(id);
  return newestPage(
    Progress,
    'lastAt',
    { lessonId: id, ...(passed === undefined ? {} : { passedAt: { $exists: passed === 'yes' } }) },
    page,
    async (shown) => {
      const ids = shown.map(({ personId }) => personId);
      const [within, names] = await Promise.all([
        peopleWithin(reachFor(actor, 'koc.read'), ids),
        nicknames(ids),
      ]);
      return shown
        .filter(({ personId }) => within.has(personId))
        .map(({ personId, tries, bestPercent, passedAt, passedVersion, lastAt }) => ({
          personId,
          nickname: names.get(personId) ?? '',
          tries,
          bestPercent,
          ...(passedAt ? { passedAt: passedAt.toISOString() } : {}),
          ...(passedVersion === undefined ? {} : { passedVersion }),
          lastAt: lastAt.toISOString(),
        }));
    },
  );
}

/** What is kept here about a person, for the export of their data. */
export async function trainingDataOf(personId: string) {
  const [progress, tries, ticks] = await Promise.all([
    native(Progress).find({ personId }).toArray(),
    native(Tries).find({ personId }).sort({ at: 1 }).limit(2_000).toArray(),
    native(Ticks).find({ personId }).toArray(),
  ]);
  const titles = new Map(
    (
      await lessons.rows.collection
        .find({ _id: { $in: progress.map(({ lessonId }) => lessonId as never) } })
        .project({ 'draft.title': 1 })
        .toArray()
    ).map((row) => [String(row['_id']), (row['draft'] as { title: string }).title]),
  );
  const lists = new Map(
    (
      await native(Checklists)
        .find({ _id: { $in: ticks.map(({ checklistId }) => checklistId) } })
        .toArray()
    ).map((row) => [row._id, row]),
  );
  return {
    lessons: progress.map(({ lessonId, tries: count, bestPercent, passedAt, lastAt }) => ({
      lesson: titles.get(lessonId) ?? lessonId,
      tries: count,
      bestPercent,
      passedAt,
      lastAt,
    })),
    answers: tries.map(({ lessonId, at, judged }) => ({
      lesson: titles.get(lessonId) ?? lessonId,
      at,
      percent: judged.percent,
      chosen: judged.questions.map(({ id, chosen }) => ({ id, chosen })),
    })),
    checklists: ticks.map((row) => ({
      checklist: lists.get(row.checklistId)?.title ?? row.checklistId,
      ticked: row.ticks.map(({ itemId, at }) => ({
        item: lists.get(row.checklistId)?.items.find((item) => item.id === itemId)?.text ?? itemId,
        at,
      })),
    })),
  };
}
