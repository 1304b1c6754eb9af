import type { KocTier } from '@kouyi/shared/types';
import { DAY_MS, shanghaiDay, shanghaiParts } from '@kouyi/shared/rules/time';
import { titlesOf } from '../activities';
import { now } from '../kernel/clock';
import { asSystem, command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { allActiveKocs, kocsAmong, type KocRow, tierAt } from '../koc';
import { notifyMany } from '../notices';
import { assertEverywhere } from '../org';
import { selvesOf } from '../people';
import { type ChecklistRow, Checklists, type ItemRow, Ticks, type TicksRow } from './model';
import { finishedAt, refuse, ticksIdOf } from './rules';

/** So long before the end those who are not through are reminded. */
const REMIND_BEFORE_MS = DAY_MS;

/** Whether a check-list is meant for a KOC at a moment. */
export const isFor = (
  { tiers }: Pick<ChecklistRow, 'tiers'>,
  koc: Pick<KocRow, 'tiers' | 'endedAt'>,
  at: Date,
): boolean => !koc.endedAt && (tiers.length === 0 || tiers.includes(tierAt(koc, at)));

interface SaveInput {
  id?: string | undefined;
  revision?: number | undefined;
  title: string;
  note: string;
  activityId?: string | undefined;
  tiers: KocTier[];
  dueAt?: Date | undefined;
  items: ItemRow[];
}

/**
 * A new check-list, or a change of an open one; ticks of items that stay count on.
 * @throws Refusal `version_moved_on` (409), `activity_unknown`, `checklist_closed` (409), `due_in_past` or
 *   `item_ids_twice`.
 */
export const saveChecklist = command('training.save-checklist', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id, revision, activityId, dueAt, ...input }: SaveInput, tx): Promise<ChecklistRow> {
    const before = id === undefined ? undefined : await openChecklist(tx, id);
    if (before && before.revision !== revision)
      throw refuseAnywhere('version_moved_on', { field: 'revision' });
    if (activityId !== undefined && !(await titlesOf([activityId])).has(activityId))
      throw refuse('activity_unknown', { field: 'activityId' });
    const moved = dueAt?.getTime() !== before?.dueAt?.getTime();
    if (dueAt && moved && dueAt <= tx.now) throw refuse('due_in_past', { field: 'dueAt' });
    if (new Set(input.items.map((item) => item.id)).size < input.items.length)
      throw refuse('item_ids_twice', { field: 'items' });
    const remindAt = dueAt && moved ? new Date(dueAt.getTime() - REMIND_BEFORE_MS) : before?.remindAt;
    const row: ChecklistRow = {
      _id: before?._id ?? newId('chk'),
      ...input,
      tiers: [...new Set(input.tiers)],
      ...(activityId === undefined ? {} : { activityId }),
      ...(dueAt ? { dueAt } : {}),
      state: 'open',
      revision: (before?.revision ?? 0) + 1,
      createdAt: before?.createdAt ?? tx.now,
      ...(dueAt && remindAt && remindAt > tx.now ? { remindAt } : {}),
    };
    const { _id, ...fields } = row;
    const options = { session: tx.session, ignoreUndefined: true };
    await native(Checklists).replaceOne({ _id }, fields, { ...options, upsert: true });
    if (before) await countAnew(tx, row);
    const { title, items, tiers } = row;
    tx.audit({
      subject: _id,
      ...(before ? { before: { title: before.title, items: before.items, tiers: before.tiers } } : {}),
      after: { title, items, tiers, dueAt },
    });
    return row;
  },
});

/** Who is through may be another by other items. */
async function countAnew(tx: Tx, { _id: checklistId, items }: ChecklistRow): Promise<void> {
  const options = { session: tx.session };
  const rows = await native(Ticks).find({ checklistId }, options).toArray();
  const moved = rows
    .map((row) => ({ row, at: finishedAt(items, row.ticks) }))
    .filter(({ row, at }) => row.finishedAt?.getTime() !== at?.getTime());
  if (moved.length === 0) return;
  await native(Ticks).bulkWrite(
    moved.map(({ row: { _id }, at }) => ({
      updateOne: {
        filter: { _id },
        update: at ? { $set: { finishedAt: at } } : { $unset: { finishedAt: 1 as const } },
      },
    })),
    options,
  );
}

async function openChecklist(tx: Tx, id: string): Promise<ChecklistRow> {
  const row = await native(Checklists).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  if (row.state === 'closed') throw refuse('checklist_closed');
  return row;
}

/** KOCs see it no more; what they ticked stays. @throws Refusal `checklist_closed` (409) or `not_found`. */
export const closeChecklist = command('training.close-checklist', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id }: { id: string }, tx): Promise<ChecklistRow> {
    const { remindAt: _, ...before } = await openChecklist(tx, id);
    await native(Checklists).updateOne(
      { _id: id },
      { $set: { state: 'closed' }, $unset: { remindAt: 1 } },
      { session: tx.session },
    );
    tx.audit({ subject: id, before: { state: 'open' }, after: { state: 'closed' } });
    return { ...before, state: 'closed' };
  },
});

interface TickInput {
  id: string;
  personId: string;
  itemId: string;
  done: boolean;
}

/**
 * A KOC ticks an item, or takes the tick back; doing it again changes nothing.
 * @throws Refusal `checklist_closed` (409), `item_unknown` or `not_found`.
 */
export const tickItem = command('training.tick-item', {
  async may(actor, { personId }: TickInput) {
    if (actor.kind !== 'member' || !(await selvesOf(actor.personId)).includes(personId))
      throw refuseAnywhere('not_allowed');
  },
  async run({ id, personId, itemId, done }, tx) {
    const options = { session: tx.session };
    const checklist = await openChecklist(tx, id);
    const koc = (await kocsAmong([personId], tx.session)).get(personId);
    if (!koc || !isFor(checklist, koc, tx.now)) throw refuseAnywhere('not_found');
    if (!checklist.items.some((item) => item.id === itemId))
      throw refuse('item_unknown', { field: 'itemId' });
    const _id = ticksIdOf(id, personId);
    const before = await native(Ticks).findOne({ _id }, options);
    const had = before?.ticks ?? [];
    if (had.some((tick) => tick.itemId === itemId) === done) return { checklist, ticks: before };
    const ticks = done ? [...had, { itemId, at: tx.now }] : had.filter((tick) => tick.itemId !== itemId);
    const finished = finishedAt(checklist.items, ticks);
    const row: TicksRow = {
      _id,
      checklistId: id,
      personId,
      ticks,
      ...(finished ? { finishedAt: finished } : {}),
    };
    const { _id: _, ...fields } = row;
    await native(Ticks).replaceOne({ _id }, fields, { ...options, upsert: true });
    return { checklist, ticks: row };
  },
});

/** Tells those who are not through, each at most once a day; answers how many. @throws Refusal `checklist_closed` (409). */
export const remindChecklist = command('training.remind', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id }: { id: string }, tx): Promise<{ told: number }> {
    const checklist = await openChecklist(tx, id);
    const told = await remindUnfinished(tx, checklist);
    tx.audit({ subject: id, after: { reminded: told } });
    return { told };
  },
});

async function remindUnfinished(tx: Tx, checklist: ChecklistRow): Promise<number> {
  const options = { session: tx.session };
  const { _id: id, title, items, dueAt } = checklist;
  const rows = await native(Ticks).find({ checklistId: id }, options).toArray();
  const ticksOf = new Map(rows.map((row) => [row.personId, row]));
  const meant = (await allActiveKocs(tx.session)).filter(
    (koc) => isFor(checklist, koc, tx.now) && !ticksOf.get(koc._id)?.finishedAt,
  );
  const left = (personId: string): number => {
    const ticked = new Set(ticksOf.get(personId)?.ticks.map(({ itemId }) => itemId));
    return items.filter((item) => !ticked.has(item.id)).length;
  };
  notifyMany(
    tx,
    meant.map(({ _id: personId }) => ({
      key: `checklist:${id}:${shanghaiDay(tx.now)}:${personId}`,
      personId,
      kind: 'service' as const,
      title: `「${title}」还差 ${left(personId)} 项`.slice(0, 40),
      text: dueAt ? `${momentText(dueAt)} 前做完就好，点开看看还差什么。` : '有空的时候点开看看还差什么。',
      page: '/koc/checklists/index',
      cause: { kind: 'checklist', id },
    })),
  );
  return meant.length;
}

/** 11月21日 20:03, in Shanghai. */
const momentText = (at: Date): string => {
  const { month, date, hour, minute } = shanghaiParts(at);
  return `${month}月${date}日 ${hour}:${String(minute).padStart(2, '0')}`;
};

/** Check-lists whose end is near: those who are not through are told, once. */
export async function remindDue(): Promise<void> {
  const due = await native(Checklists)
    .find({ remindAt: { $lte: now() } }, { projection: { _id: 1 } })
    .sort({ remindAt: 1 })
    .limit(20)
    .toArray();
  for (const { _id } of due)
    await asSystem('training.remind-due', async (tx) => {
      const checklist = await native(Checklists).findOneAndUpdate(
        { _id, remindAt: { $lte: tx.now } },
        { $unset: { remindAt: 1 } },
        { session: tx.session },
      );
      if (checklist?.state === 'open' && checklist.dueAt && checklist.dueAt > tx.now)
        await remindUnfinished(tx, checklist);
    });
}
