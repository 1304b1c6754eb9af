import type { ChecklistView, InputOf, MemberChecklist, OutputOf, contracts } from '@kouyi/shared/contracts';
import { titlesOf } from '../activities';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { newestPage, pageOf } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { activeKocs, allActiveKocs, kocsAmong, tierAt } from '../koc';
import { reachFor } from '../org';
import { nicknames, peopleWithin } from '../people';
import { isFor } from './checklists';
import { type ChecklistRow, Checklists, Ticks, type TicksRow } from './model';
import { ticksIdOf } from './rules';

type Staff = (typeof contracts)['training'];

/** Open check-lists that one KOC sees; nobody does more at once. */
const LISTS_SHOWN = 50;

const baseOf = ({ _id: id, title, note, tiers, items, dueAt }: ChecklistRow) => ({
  id,
  title,
  note,
  tiers,
  items,
  ...(dueAt ? { dueAt: dueAt.toISOString() } : {}),
});

/** Check-lists, newest first. */
export async function checklistPage(
  input: InputOf<Staff['checklists']>,
): Promise<OutputOf<Staff['checklists']>> {
  return newestPage(
    Checklists,
    'createdAt',
    { ...(input.state ? { state: input.state } : {}) },
    input,
    checklistViews,
  );
}

/** One check-list as the console shows it. */
export const checklistView = async (row: ChecklistRow): Promise<ChecklistView> =>
  (await checklistViews([row]))[0]!;

async function checklistViews(rows: readonly ChecklistRow[]): Promise<ChecklistView[]> {
  const at = now();
  const [titles, kocs, counts] = await Promise.all([
    titlesOf(rows.flatMap(({ activityId }) => activityId ?? [])),
    allActiveKocs(),
    native(Ticks)
      .aggregate<{ _id: string; begun: number; finished: number }>([
        { $match: { checklistId: { $in: rows.map(({ _id }) => _id) } } },
        {
          $group: {
            _id: '$checklistId',
            begun: { $sum: 1 },
            finished: { $sum: { $cond: [{ $ifNull: ['$finishedAt', false] }, 1, 0] } },
          },
        },
      ])
      .toArray(),
  ]);
  const byList = new Map(counts.map((each) => [each._id, each]));
  return rows.map((row) => {
    const activityTitle = row.activityId === undefined ? undefined : titles.get(row.activityId);
    return {
      ...baseOf(row),
      ...(row.activityId === undefined ? {} : { activityId: row.activityId }),
      ...(activityTitle === undefined ? {} : { activityTitle }),
      state: row.state,
      revision: row.revision,
      createdAt: row.createdAt.toISOString(),
      people: kocs.filter((koc) => isFor(row, koc, at)).length,
      begun: byList.get(row._id)?.begun ?? 0,
      finished: byList.get(row._id)?.finished ?? 0,
    };
  });
}

/**
 * Every KOC a check-list is meant for, newest first, as far as the reader's reach goes: a page may hold fewer than it
 * could. @throws Refusal `not_found`.
 */
export async function progressPage(
  actor: Actor,
  { id, ...page }: InputOf<Staff['progress']>,
): Promise<OutputOf<Staff['progress']>> {
  const checklist = await native(Checklists).findOne({ _id: id });
  if (!checklist) throw refuseAnywhere('not_found');
  const at = now();
  const kocs = await activeKocs(page);
  const ids = kocs.map(({ _id }) => _id);
  const [within, names, ticks] = await Promise.all([
    peopleWithin(reachFor(actor, 'koc.read'), ids),
    nicknames(ids),
    native(Ticks)
      .find({ _id: { $in: ids.map((personId) => ticksIdOf(id, personId)) } })
      .toArray(),
  ]);
  const ticksOf = new Map(ticks.map((row) => [row.personId, row]));
  const shown = new Set(kocs.filter((koc) => isFor(checklist, koc, at)).map(({ _id }) => _id));
  const { items, ...rest } = pageOf(
    kocs,
    page,
    (koc) => koc.since,
    (koc) => {
      const row = ticksOf.get(koc._id);
      const counted = tickedOf(checklist, row);
      return {
        personId: koc._id,
        nickname: names.get(koc._id) ?? '',
        tier: tierAt(koc, at),
        done: counted.length,
        total: checklist.items.length,
        ticks: counted.map((tick) => ({ itemId: tick.itemId, at: tick.at.toISOString() })),
        ...(row?.finishedAt ? { finishedAt: row.finishedAt.toISOString() } : {}),
      };
    },
  );
  return {
    items: items.filter(({ personId }) => shown.has(personId) && within.has(personId)),
    ...rest,
  };
}

/** Ticks of items that are there. */
const tickedOf = ({ items }: ChecklistRow, row: TicksRow | null | undefined): TicksRow['ticks'] =>
  (row?.ticks ?? []).filter(({ itemId }) => items.some((item) => item.id === itemId));

/** Open check-lists for a KOC, what is due first at the top; none for whoever is no KOC. */
export async function myChecklists(personId: string): Promise<{ items: MemberChecklist[] }> {
  const at = now();
  const koc = (await kocsAmong([personId])).get(personId);
  if (!koc || koc.endedAt) return { items: [] };
  const rows = (
    await native(Checklists)
      .find({ state: 'open' })
      .sort({ createdAt: -1, _id: -1 })
      .limit(4 * LISTS_SHOWN)
      .toArray()
  )
    .filter((row) => isFor(row, koc, at))
    .slice(0, LISTS_SHOWN);
  const [ticks, titles] = await Promise.all([
    native(Ticks)
      .find({ _id: { $in: rows.map(({ _id }) => ticksIdOf(_id, personId)) } })
      .toArray(),
    titlesOf(rows.flatMap(({ activityId }) => activityId ?? [])),
  ]);
  const ticksOf = new Map(ticks.map((row) => [row.checklistId, row]));
  const dueOf = ({ dueAt }: ChecklistRow): number => dueAt?.getTime() ?? Infinity;
  const byDue = [...rows].sort((a, b) => (dueOf(a) === dueOf(b) ? 0 : dueOf(a) - dueOf(b)));
  return { items: byDue.map((row) => memberChecklistView(row, ticksOf.get(row._id), titles, at)) };
}

/** One check-list as its KOC sees it. */
export async function myChecklist(row: ChecklistRow, ticks: TicksRow | null): Promise<MemberChecklist> {
  const titles = await titlesOf(row.activityId === undefined ? [] : [row.activityId]);
  return memberChecklistView(row, ticks, titles, now());
}

function memberChecklistView(
  row: ChecklistRow,
  ticks: TicksRow | null | undefined,
  titles: ReadonlyMap<string, string>,
  at: Date,
): MemberChecklist {
  const counted = new Map(tickedOf(row, ticks).map((tick) => [tick.itemId, tick.at]));
  const title = row.activityId === undefined ? undefined : titles.get(row.activityId);
  const { tiers: _, items, ...base } = baseOf(row);
  return {
    ...base,
    ...(row.activityId !== undefined && title !== undefined
      ? { activity: { id: row.activityId, title } }
      : {}),
    overdue: row.dueAt !== undefined && row.dueAt <= at && ticks?.finishedAt === undefined,
    done: counted.size,
    total: items.length,
    ...(ticks?.finishedAt ? { finishedAt: ticks.finishedAt.toISOString() } : {}),
    items: items.map(({ id, text, help }) => {
      const tickedAt = counted.get(id);
      return {
        id,
        text,
        ...(help ? { help } : {}),
        ...(tickedAt ? { tickedAt: tickedAt.toISOString() } : {}),
      };
    }),
  };
}
