import type { BoxView, InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { BoxState } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { afterCursor, newestPage, pageOf, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { groupDirectory } from '../groups';
import { reachFor } from '../org';
import { nicknames, peopleWithin } from '../people';
import {
  type BoxDoc,
  Boxes,
  type DrawDoc,
  Draws,
  Odds,
  type RoundDoc,
  Rounds,
  type TableDoc,
  Tables,
} from './model';
import { drawView, oddsView, roundView } from './presenters';

type Contract = (typeof contracts)['draws'];

/** Boxes, newest first. */
export async function boxPage({
  state,
  q,
  ...page
}: InputOf<Contract['list']>): Promise<OutputOf<Contract['list']>> {
  return newestPage(
    Boxes,
    'createdAt',
    {
      ...(state === undefined ? {} : { state }),
      ...(q?.trim() ? { name: searchPattern(q) } : {}),
    },
    page,
    boxViews,
  );
}

/** @throws Refusal `not_found`. */
export async function boxById(id: string): Promise<BoxDoc> {
  const box = await native(Boxes).findOne({ _id: id });
  if (!box) throw refuseAnywhere('not_found');
  return box;
}

/** One box as the console shows it. */
export const boxView = async (box: BoxDoc): Promise<BoxView> => (await boxViews([box]))[0]!;

async function boxViews(boxes: readonly BoxDoc[]): Promise<BoxView[]> {
  const tables = indexBy(
    await native(Tables)
      .find({ _id: { $in: boxes.map(({ _id }) => _id) } })
      .toArray(),
    (table) => table._id,
  );
  const rounds = indexBy(
    await native(Rounds)
      .find({ _id: { $in: [...tables.values()].map(({ roundId }) => roundId) } })
      .toArray(),
    (round) => round._id,
  );
  return boxes.map((box) => {
    const table = tables.get(box._id);
    return viewOf(box, table, table && rounds.get(table.roundId));
  });
}

/** A box with its table and round, as far as it was ever opened. */
export const viewOf = (box: BoxDoc, table?: TableDoc, round?: RoundDoc): BoxView => ({
  id: box._id,
  version: box.version,
  state: box.state,
  design: box.design,
  draws: table?.draws ?? 0,
  wins: table?.wins ?? 0,
  costFen: table?.costFen ?? 0,
  oddsVersion: table?.oddsVersion ?? 0,
  ...(round ? { round: roundView(round, table) } : {}),
  createdAt: box.createdAt.toISOString(),
  createdBy: box.createdBy,
  updatedAt: box.updatedAt.toISOString(),
  ...(box.openedAt ? { openedAt: box.openedAt.toISOString() } : {}),
  ...(box.closedAt ? { closedAt: box.closedAt.toISOString() } : {}),
});

/** Every version of the odds, newest first. */
export async function oddsPage({
  id,
  ...page
}: InputOf<Contract['odds']>): Promise<OutputOf<Contract['odds']>> {
  await boxById(id);
  return newestPage(Odds, 'at', { boxId: id }, page, (shown) => shown.map((row) => oddsView(row)));
}

/** Rounds, newest first. */
export async function roundPage({
  id,
  ...page
}: InputOf<Contract['rounds']>): Promise<OutputOf<Contract['rounds']>> {
  await boxById(id);
  const table = await native(Tables).findOne({ _id: id });
  return newestPage(Rounds, 'openedAt', { boxId: id }, page, (shown) =>
    shown.map((row) => roundView(row, table ?? undefined)),
  );
}

/** Rows read at once when some of them may lie outside the actor's branch. */
const SCAN = 500;

/** Draws of a box, newest first; staff of a branch see those of people in its groups. */
export async function recordPage(
  actor: Actor,
  { id, personId, won, ...page }: InputOf<Contract['records']>,
): Promise<OutputOf<Contract['records']>> {
  await boxById(id);
  const reach = reachFor(actor, 'draws.read');
  const shown: DrawDoc[] = [];
  let last: DrawDoc | undefined;
  // One row more than asked for tells whether there is a next page.
  while (shown.length <= page.limit) {
    const rows = await native(Draws)
      .find({
        $and: [
          { boxId: id },
          personId === undefined ? {} : { personId },
          won === undefined ? {} : { won: won === 'yes' },
          last
            ? { $or: [{ at: { $lt: last.at } }, { at: last.at, _id: { $lt: last._id } }] }
            : afterCursor('at', page.cursor),
        ],
      })
      .sort({ at: -1, _id: -1 })
      .limit(reach ? SCAN : page.limit + 1)
      .toArray();
    last = rows.at(-1);
    if (!last) break;
    const within = await peopleWithin(
      reach,
      rows.map((row) => row.personId),
    );
    shown.push(...rows.filter((row) => within.has(row.personId)));
    if (rows.length < (reach ? SCAN : page.limit + 1)) break;
  }
  const onPage = shown.slice(0, page.limit);
  const names = await nicknames(onPage.map((row) => row.personId));
  return pageOf(
    shown,
    page,
    (row) => row.at,
    (row) => ({
      ...drawView(row),
      personId: row.personId,
      personName: names.get(row.personId) ?? '',
      ...(row.groupId === undefined
        ? {}
        : { groupName: groupDirectory.get(row.groupId)?.name ?? row.groupId }),
      costFen: row.costFen,
    }),
  );
}

/** Names and states of boxes; unknown ones are absent. */
export async function boxNames(
  ids: readonly string[],
): Promise<Map<string, { name: string; state: BoxState }>> {
  const rows = await native(Boxes)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: { name: 1, state: 1 } })
    .toArray();
  return new Map(rows.map(({ _id, name, state }) => [_id, { name, state }]));
}

/** Which round a box is in, from 1; 0 for one that was never opened. */
export const roundNumberOf = async (id: string): Promise<number> =>
  (await native(Tables).findOne({ _id: id }, { projection: { roundNumber: 1 } }))?.roundNumber ?? 0;
