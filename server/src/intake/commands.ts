import { questionsOf } from '@kouyi/shared/rules/intake';
import { explore } from '@kouyi/shared/rules/intake-explore';
import { lint } from '@kouyi/shared/rules/intake-lint';
import type { Questionnaire } from '@kouyi/shared/types';
import { actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { type QuestionnaireRow, Questionnaires, versionId, Versions } from './model';
import { may } from './policy';
import { refuse } from './rules';
import { TEMPLATES } from './templates';

/** A new draft from a template or a copy. @throws Refusal `template_unknown` or `not_found`. */
export const createQuestionnaire = command('intake.create', {
  may: (actor) => may.write(actor),
  async run({ template, copyOf }: { template?: string | undefined; copyOf?: string | undefined }, tx) {
    const content =
      copyOf === undefined ? TEMPLATES.get(template ?? 'blank') : (await load(copyOf, tx)).draft;
    if (!content) throw refuse('template_unknown', { field: 'template' });
    const title = copyOf === undefined ? content.title : `${content.title}（副本）`.slice(0, 40);
    const row: QuestionnaireRow = {
      _id: newId('qst'),
      title,
      draft: { ...structuredClone(content), title },
      revision: 1,
      versions: [],
      running: [],
      updatedAt: tx.now,
      updatedBy: actorName(tx.actor),
    };
    await native(Questionnaires).insertOne(row, { session: tx.session });
    tx.audit({ subject: row._id, after: { title } });
    return row;
  },
});

/** Changes the draft. @throws Refusal `version_moved_on` (409) when somebody else changed it, or `not_found`. */
export const saveDraft = command('intake.save-draft', {
  may: (actor) => may.write(actor),
  async run({ id, revision, content }: { id: string; revision: number; content: Questionnaire }, tx) {
    const before = await load(id, tx);
    if (before.revision !== revision) throw refuseAnywhere('version_moved_on', { field: 'revision' });
    const row = await change(before, { draft: content, title: content.title, revision: revision + 1 }, tx);
    tx.audit({ subject: id, before: { draft: before.draft }, after: { draft: content } });
    return row;
  },
});

/**
 * Freezes the draft as the next version. It runs alone, or beside the one that runs, with half of the people each.
 * A draft that the latest version has frozen already makes no other one: asked for alone again, that one runs.
 * @throws Refusal `questionnaire_has_errors`, `version_moved_on` (409), `two_run_already`, `nothing_runs`.
 */
export const publishQuestionnaire = command('intake.publish', {
  may: (actor) => may.write(actor),
  async run({ id, revision, beside }: { id: string; revision: number; beside: boolean }, tx) {
    const before = await load(id, tx);
    if (before.revision !== revision) throw refuseAnywhere('version_moved_on', { field: 'revision' });
    if (beside && before.running.length === 0) throw refuse('nothing_runs');
    if (beside && before.running.length > 1) throw refuse('two_run_already');
    if (!beside && before.publishedRevision === revision) {
      const running = [before.versions.length];
      if (before.running.join() === running.join()) return before;
      tx.audit({ subject: id, before: { running: before.running }, after: { running } });
      return change(before, { running }, tx);
    }
    const content = before.draft;
    const errors = lint(content).filter(({ level }) => level === 'error');
    if (errors.length > 0)
      throw refuse('questionnaire_has_errors', { details: { count: errors.length, first: errors[0]!.text } });
    const version = before.versions.length + 1;
    await native(Versions).insertOne(
      { _id: versionId(id, version), questionnaireId: id, version, content, ranges: explore(content).ranges },
      { session: tx.session },
    );
    const running = beside ? [...before.running, version] : [version];
    const info = {
      version,
      publishedAt: tx.now,
      publishedBy: actorName(tx.actor),
      questions: questionsOf(content).length,
    };
    tx.audit({ subject: id, before: { running: before.running }, after: { running, version } });
    return change(before, { versions: [...before.versions, info], running, publishedRevision: revision }, tx);
  },
});

/** Which versions people who begin now get. @throws Refusal `version_unknown` or `not_found`. */
export const runVersions = command('intake.run', {
  may: (actor) => may.write(actor),
  async run({ id, versions }: { id: string; versions: readonly number[] }, tx) {
    const before = await load(id, tx);
    const running = [...new Set(versions)].sort((a, b) => a - b);
    if (running.some((version) => version > before.versions.length))
      throw refuse('version_unknown', { field: 'versions' });
    tx.audit({ subject: id, before: { running: before.running }, after: { running } });
    return change(before, { running }, tx);
  },
});

async function load(id: string, tx: Tx): Promise<QuestionnaireRow> {
  const row = await native(Questionnaires).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

async function change(
  before: QuestionnaireRow,
  more: Partial<QuestionnaireRow>,
  tx: Tx,
): Promise<QuestionnaireRow> {
  const { open: _open, ...rest } = before;
  const running = more.running ?? before.running;
  const row: QuestionnaireRow = {
    ...rest,
    ...more,
    ...(running.length > 0 ? { open: true as const } : {}),
    updatedAt: tx.now,
    updatedBy: actorName(tx.actor),
  };
  const { _id, ...fields } = row;
  await native(Questionnaires).replaceOne({ _id }, fields, { session: tx.session });
  return row;
}
