import type { InputOf, IntakeSession, OutputOf, QuestionnaireView, contracts } from '@kouyi/shared/contracts';
import { questionsOf } from '@kouyi/shared/rules/intake';
import type { Questionnaire } from '@kouyi/shared/types';
import type { MemberActor } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { afterCursor, pageOf, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native, rowsByIds } from '../kernel/store';
import {
  type FigureRow,
  Figures,
  Photos,
  type QuestionnaireRow,
  Questionnaires,
  type SessionRow,
  Sessions,
  versionId,
  Versions,
} from './model';
import { photoBytes, reportOfSession } from './report';
import { standing } from './rules';
import { TEMPLATES } from './templates';
import { versionOf } from './versions';

type Staff = (typeof contracts)['intake'];
type Member = (typeof contracts)['member'];
/** Content as contracts write it: the same, but lists may be written to. */
type Content = IntakeSession['content']['sections'] extends infer S ? S : never;

/** Questionnaires with how many began and finished, latest changed first. */
export async function questionnairePage(input: InputOf<Staff['list']>): Promise<OutputOf<Staff['list']>> {
  const rows = await native(Questionnaires)
    .find(
      {
        ...afterCursor('updatedAt', input.cursor),
        ...(input.q?.trim() ? { title: searchPattern(input.q) } : {}),
      },
      { projection: { draft: 0 } },
    )
    .sort({ updatedAt: -1, _id: -1 })
    .limit(input.limit + 1)
    .toArray();
  const totals = await totalsOf(rows.map(({ _id }) => _id));
  return pageOf(
    rows,
    input,
    (row) => row.updatedAt,
    (row) => viewOf(row, totals),
  );
}

/** One questionnaire as lists show it. */
export const questionnaireView = async (row: QuestionnaireRow): Promise<QuestionnaireView> =>
  viewOf(row, await totalsOf([row._id]));

function viewOf(row: QuestionnaireRow, totals: ReadonlyMap<string, Totals>): QuestionnaireView {
  return {
    id: row._id,
    title: row.title,
    changed: row.publishedRevision !== row.revision,
    versions: row.versions.map(({ version, publishedAt, publishedBy, questions }) => {
      const { started = 0, completed = 0 } = totals.get(versionId(row._id, version)) ?? {};
      return {
        version,
        publishedAt: publishedAt.toISOString(),
        publishedBy,
        questions,
        running: row.running.includes(version),
        started,
        completed,
      };
    }),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}

const sum = (rows: readonly FigureRow[], field: 'started' | 'completed'): number =>
  rows.reduce((total, row) => total + (row[field] ?? 0), 0);

type Totals = Pick<FigureRow, 'started' | 'completed'>;

/** How many began and finished, over all sources, by version id. */
async function totalsOf(questionnaireIds: readonly string[]): Promise<Map<string, Totals>> {
  const rows = await native(Figures)
    .aggregate<Totals & { _id: { questionnaireId: string; version: number } }>([
      { $match: { questionnaireId: { $in: [...questionnaireIds] } } },
      {
        $group: {
          _id: { questionnaireId: '$questionnaireId', version: '$version' },
          started: { $sum: '$started' },
          completed: { $sum: '$completed' },
        },
      },
    ])
    .toArray();
  return new Map(rows.map(({ _id, ...totals }) => [versionId(_id.questionnaireId, _id.version), totals]));
}

/** @throws Refusal `not_found`. */
export async function questionnaireById(id: string): Promise<QuestionnaireRow> {
  const row = await native(Questionnaires).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

/** What questionnaires are called, by id; unknown ones are absent. */
export async function questionnaireTitles(ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await rowsByIds(Questionnaires, [...new Set(ids)], { projection: { title: 1 } });
  return new Map(rows.map(({ _id, title }) => [_id, title]));
}

/** The draft as contracts write it. */
export const draftOf = ({ revision, draft }: QuestionnaireRow): OutputOf<Staff['saveDraft']> => ({
  revision,
  content: writable(draft),
});

const writable = (content: Questionnaire) => content as unknown as OutputOf<Staff['version']>['content'];

/** What a version asks. @throws Refusal `not_found`. */
export async function versionContent(id: string, version: number): Promise<OutputOf<Staff['version']>> {
  const row = await native(Versions).findOne({ _id: versionId(id, version) });
  if (!row) throw refuseAnywhere('not_found');
  return { content: writable(row.content) };
}

/** What one can start from. */
export const templateList = (): OutputOf<Staff['templates']> => ({
  items: [...TEMPLATES].map(([key, content]) => ({
    key,
    title: content.title,
    intro: content.intro,
    questions: questionsOf(content).length,
  })),
});

/** Completion by version and source, drop-off per question, results. @throws Refusal `not_found`. */
export async function figuresOf(id: string): Promise<OutputOf<Staff['figures']>> {
  const row = await questionnaireById(id);
  // Some dozens of sources a version at most.
  const figures = await native(Figures).find({ questionnaireId: id }).toArray();
  const versions = await Promise.all(
    row.versions.map(async ({ version }) => {
      const { content } = await versionOf(id, version);
      const mine = figures.filter((each) => each.version === version);
      const total = (field: 'reached' | 'passed' | 'results', key: string): number =>
        mine.reduce((all, each) => all + (each[field]?.[key] ?? 0), 0);
      return {
        version,
        started: sum(mine, 'started'),
        completed: sum(mine, 'completed'),
        questions: questionsOf(content).map((question) => ({
          id: question.id,
          title: question.title,
          reached: total('reached', question.id),
          passed: total('passed', question.id),
        })),
        sources: mine
          .map((each) => ({
            source: each.source,
            started: each.started ?? 0,
            completed: each.completed ?? 0,
          }))
          .sort((a, b) => b.started - a.started || (a.source < b.source ? -1 : 1)),
        results: [...content.results, content.fallback]
          .map((result) => ({ id: result.id, name: result.name, count: total('results', result.id) }))
          .filter(({ count }) => count > 0)
          .sort((a, b) => b.count - a.count),
      };
    }),
  );
  return { versions: versions.reverse() };
}

/** What I can answer, and how far I am. */
export async function myIntakes({ personId }: MemberActor): Promise<OutputOf<Member['intakes']>> {
  const open = await native(Questionnaires)
    .find({ open: true }, { projection: { running: 1 } })
    .sort({ updatedAt: -1 })
    .limit(20)
    .toArray();
  const sessions = await native(Sessions)
    .find({ personId })
    .sort({ questionnaireId: 1, attempt: 1 })
    .limit(500)
    .toArray();
  // The last of each questionnaire stands.
  const latest = indexBy(sessions, ({ questionnaireId }) => questionnaireId);
  const items = await Promise.all(
    open.map(async ({ _id, running }) => {
      const session = latest.get(_id);
      const { content } = await versionOf(_id, session?.version ?? running[0]!);
      const { title, intro, minutes, careDays } = content;
      return {
        id: _id,
        title,
        intro,
        minutes,
        careDays,
        ...(session ? { mine: mineOf(session, content) } : {}),
      };
    }),
  );
  return { items };
}

function mineOf(session: SessionRow, content: Questionnaire) {
  const { resultId } = session.outcome ?? {};
  const result = [...content.results, content.fallback].find(({ id }) => id === resultId);
  return {
    sessionId: session._id,
    state: session.state,
    at: (session.doneAt ?? session.updatedAt).toISOString(),
    answered: Object.keys(standing(session.answers)).length,
    ...(result ? { resultName: result.name } : {}),
  };
}

/** A session as its owner's phone needs it: questions without what they score. */
export async function sessionView(session: SessionRow): Promise<IntakeSession> {
  const { content } = await versionOf(session.questionnaireId, session.version);
  const { title, intro, minutes, notice, careDays, sections } = content;
  return {
    id: session._id,
    questionnaireId: session.questionnaireId,
    version: session.version,
    state: session.state,
    startedAt: session.startedAt.toISOString(),
    content: { title, intro, minutes, notice, careDays, sections: sections as unknown as Content },
    answers: standing(session.answers) as IntakeSession['answers'],
    ...(session.on === undefined ? {} : { on: session.on }),
  };
}

/** A photo of mine as a data URL: an address would need a token in it. @throws Refusal `not_found`. */
export async function myPhoto({ personId }: MemberActor, id: string): Promise<OutputOf<Member['photo']>> {
  const bytes = await photoBytes({ _id: id, personId });
  return { dataUrl: `data:image/jpeg;base64,${bytes.toString('base64')}` };
}

/** Photos of mine that are kept. */
export async function myPhotos({ personId }: MemberActor): Promise<OutputOf<Member['myPhotos']>> {
  const rows = await native(Photos).find({ personId, state: 'kept' }).sort({ at: -1 }).limit(200).toArray();
  return {
    items: rows.map(({ _id: id, at, title, consentText, sessionId }) => ({
      id,
      at: at.toISOString(),
      title,
      consentText,
      sessionId,
    })),
  };
}

/** What intake keeps of a person, for the export of their data; photos are in it as they are. */
export async function intakeDataOf(personId: string) {
  const [sessions, photos] = await Promise.all([
    native(Sessions).find({ personId }).sort({ questionnaireId: 1, attempt: 1 }).limit(1_000).toArray(),
    native(Photos).find({ personId, state: 'kept' }).sort({ at: 1 }).limit(200).toArray(),
  ]);
  return {
    sessions: await Promise.all(
      sessions.map(async (session) => ({
        startedAt: session.startedAt,
        doneAt: session.doneAt,
        version: session.version,
        source: session.source,
        answers: session.answers,
        ...(session.outcome ? { report: await reportOfSession(session) } : {}),
      })),
    ),
    photos: await Promise.all(
      photos.map(async ({ _id, at, title, consentText }) => ({
        at,
        title,
        consentText,
        jpegBase64: (await photoBytes({ _id, personId })).toString('base64'),
      })),
    ),
  };
}
