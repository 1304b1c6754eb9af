import type { InputOf, LessonContent, OutputOf, contracts } from '@kouyi/shared/contracts';
import { isLive, type LiveRow, pictureUrl } from '../content';
import type { Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { kocsAmong } from '../koc';
import { selvesOf } from '../people';
import { lessons, Progress, type ProgressRow } from './model';
import { minutesOf } from './rules';

type Member = (typeof contracts)['member'];

/** Lessons counted for one person. */
const LESSONS_COUNTED = 500;

/** Whom lessons are for who is this person. */
async function audienceOf(personId: string, tx?: Tx) {
  const kocs = await kocsAmong(await selvesOf(personId), tx?.session);
  return [...kocs.values()].some(({ endedAt }) => !endedAt) ? {} : { 'live.audience': 'members' };
}

/** A lesson that this person may learn from. @throws Refusal `not_found`. */
export async function lessonFor(personId: string, id: string, tx?: Tx): Promise<LiveRow<LessonContent>> {
  const row = await lessons.get(id, tx);
  if (!isLive(row)) throw refuseAnywhere('not_found');
  if (row.live.audience === 'kocs' && 'live.audience' in (await audienceOf(personId, tx)))
    throw refuseAnywhere('not_found');
  return row;
}

/** How a person stands with a lesson. */
export const standingOf = (progress: ProgressRow | null | undefined) => ({
  state: progress?.passedAt ? ('passed' as const) : progress ? ('tried' as const) : ('new' as const),
  tries: progress?.tries ?? 0,
  bestPercent: progress?.bestPercent ?? 0,
  ...(progress?.passedAt ? { passedAt: progress.passedAt.toISOString() } : {}),
});

/** How far a person is with lessons, with all or one; as whoever they are seen, a pass outdoes the rest. */
export async function progressOf(
  personId: string,
  lessonId?: string,
  tx?: Tx,
): Promise<Map<string, ProgressRow>> {
  const which = { personId: { $in: [...(await selvesOf(personId))] }, ...(lessonId ? { lessonId } : {}) };
  const rows = await native(Progress)
    .find(which, tx ? { session: tx.session } : {})
    .toArray();
  const best = new Map<string, ProgressRow>();
  for (const row of rows) {
    const had = best.get(row.lessonId);
    if (!had || (!had.passedAt && (row.passedAt ?? row.bestPercent > had.bestPercent)))
      best.set(row.lessonId, row);
  }
  return best;
}

/** Lessons for a person, the latest first, and how far they are. */
export async function myLessons(
  personId: string,
  input: InputOf<Member['lessons']>,
): Promise<OutputOf<Member['lessons']>> {
  const audience = await audienceOf(personId);
  const mine = await progressOf(personId);
  const [page, all] = await Promise.all([
    lessons.published(audience, input, (shown) => shown.map((row) => lessonCard(row, mine.get(row._id)))),
    lessons.rows.collection
      .find({ state: 'published', ...audience }, { projection: { _id: 1 } })
      .limit(LESSONS_COUNTED)
      .toArray(),
  ]);
  const passed = all.filter(({ _id }) => mine.get(String(_id))?.passedAt).length;
  return { ...page, passed, total: all.length };
}

function lessonCard(
  { _id, live, publishedAt }: LiveRow<LessonContent>,
  mine: ProgressRow | undefined,
): OutputOf<Member['lessons']>['items'][number] {
  const first = live.sections.find(({ picture }) => picture)?.picture;
  return {
    id: _id,
    title: live.title,
    intro: live.intro,
    ...(first ? { cover: pictureUrl(first.id) } : {}),
    sections: live.sections.length,
    questions: live.questions.length,
    minutes: minutesOf(live),
    publishedAt: publishedAt.toISOString(),
    mine: standingOf(mine),
  };
}

/** One lesson to read, without what is right. @throws Refusal `not_found`. */
export async function myLesson(personId: string, id: string): Promise<OutputOf<Member['lesson']>> {
  const { live, version } = await lessonFor(personId, id);
  const mine = await progressOf(personId, id);
  return {
    id,
    version,
    title: live.title,
    intro: live.intro,
    passPercent: live.passPercent,
    sections: live.sections.map(({ picture, ...section }) => ({
      ...section,
      ...(picture ? { picture: { ...picture, url: pictureUrl(picture.id) } } : {}),
    })),
    questions: live.questions.map(({ id: questionId, kind, text, options }) => ({
      id: questionId,
      kind,
      text,
      options,
    })),
    mine: standingOf(mine.get(id)),
  };
}
