import type { GrowthProposalView, GrowthRow } from '@kouyi/shared/contracts';
import { shanghaiInstant } from '@kouyi/shared/rules/time';
import { GROWTH_STANDING_NAMES, type GrowthStanding } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { csvFile } from '../kernel/csv';
import { afterCursor, newestPage, type Page, type PageRequest } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { groupDirectory } from '../groups';
import { assertEverywhere, unitDirectory } from '../org';
import { nicknames, peopleNamed } from '../people';
import { groupsOfUnits, unitsLookedAt } from './board';
import { type GrowerRow, Growers, type MoveRow, Moves, type ProposalRow, Proposals } from './model';

interface ListQuery {
  stage?: GrowthStanding | undefined;
  unitId?: string | undefined;
  q?: string | undefined;
}
type Sort = 'score' | 'since';

const filterOf = (actor: Actor, { stage, unitId }: ListQuery, sort: Sort): Record<string, unknown> => {
  const units = unitsLookedAt(actor, unitId);
  return {
    // Said as what it is not: no index is narrowed by nearly everybody, and the list's own order is read instead.
    stage: stage ?? { $ne: 'none' },
    ...(sort === 'score' ? { score: { $exists: true } } : {}),
    ...(units ? { 'home.groupId': { $in: groupsOfUnits(units) } } : {}),
  };
};

/** Continues a list by score. @throws Refusal `cursor_invalid` (400). */
function afterScore(cursor: string | undefined): Record<string, unknown> {
  if (cursor === undefined) return {};
  const [text = '', id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const score = Number(text);
  if (id === undefined || text === '' || Number.isNaN(score))
    throw refuseAnywhere('cursor_invalid', { field: 'cursor' });
  // The plain bound lets the index begin where the last page ended.
  return {
    $and: [{ score: { $lte: score } }, { $or: [{ score: { $lt: score } }, { score, _id: { $lt: id } }] }],
  };
}

const cursorOf = (row: GrowerRow, sort: Sort): string =>
  Buffer.from(`${sort === 'score' ? row.score! : row.since.getTime()}|${row._id}`).toString('base64url');

/** People read at once: for a page, and for a file, which goes through a branch in few steps. */
const CHUNK = 200;
const FILE_CHUNK = 2_000;

/** Where so many people or fewer have the words in their names, their rows are all that is read. */
const NAMED = 1_000;

/** Rows in order; of words that very many names have, it reads on until enough were met. */
async function* rowsOf(
  actor: Actor,
  query: ListQuery,
  sort: Sort,
  cursor: string | undefined,
  chunk = CHUNK,
): AsyncGenerator<{ row: GrowerRow; nickname: string }> {
  const words = query.q?.toLowerCase();
  const named = query.q === undefined ? undefined : await peopleNamed(query.q, NAMED);
  const filter = {
    ...filterOf(actor, query, sort),
    ...(named ? { _id: { $in: [...named, query.q!] } } : {}),
  };
  let at = cursor;
  for (;;) {
    const rows = await native(Growers)
      .find({ $and: [filter, sort === 'score' ? afterScore(at) : afterCursor('since', at)] })
      .sort(sort === 'score' ? { score: -1, _id: -1 } : { since: -1, _id: -1 })
      .limit(chunk)
      .toArray();
    const names = await nicknames(rows.map(({ _id }) => _id));
    for (const row of rows) {
      const nickname = names.get(row._id) ?? '';
      if (words === undefined || nickname.toLowerCase().includes(words) || row._id === query.q)
        yield { row, nickname };
    }
    if (rows.length < chunk) return;
    at = cursorOf(rows.at(-1)!, sort);
  }
}

/** People on their way, the highest score or the latest come first. */
export async function growerPage(
  actor: Actor,
  { sort, cursor, limit, ...query }: PageRequest & ListQuery & { sort: Sort },
): Promise<Page<GrowthRow>> {
  const items: GrowthRow[] = [];
  let last: GrowerRow | undefined;
  for await (const { row, nickname } of rowsOf(actor, query, sort, cursor)) {
    if (items.length === limit) return { items, nextCursor: cursorOf(last!, sort) };
    items.push(rowView(row, nickname));
    last = row;
  }
  return { items };
}

const rowView = (row: GrowerRow, nickname: string): GrowthRow => {
  const unitId = row.home && groupDirectory.get(row.home.groupId)?.unitId;
  return {
    id: row._id,
    nickname,
    stage: row.stage,
    since: row.since.toISOString(),
    ...(unitId === undefined ? {} : { unitName: unitDirectory.nameOf(unitId) }),
    ...(row.score === undefined ? {} : { score: row.score }),
    reached: row.standard?.reached ?? 0,
    activated: row.standard?.activated ?? 0,
    ...(row.standard ? { reuse: row.standard.share } : {}),
    ...(row.warned ? { warnedUntil: shanghaiInstant(row.warned.untilDay + 1).toISOString() } : {}),
  };
};

/** The list as a CSV file, the latest come first. */
export const growersCsv = (actor: Actor, query: ListQuery): AsyncGenerator<string> =>
  csvFile(['昵称', '阶段', '从', '门店', '分数', '带来', '激活', '复用', '编号'], growerLines(actor, query));

async function* growerLines(actor: Actor, query: ListQuery) {
  for await (const { row, nickname } of rowsOf(actor, query, 'since', undefined, FILE_CHUNK)) {
    const view = rowView(row, nickname);
    yield [
      view.nickname,
      GROWTH_STANDING_NAMES[view.stage],
      view.since,
      view.unitName ?? '',
      view.score ?? '',
      view.reached,
      view.activated,
      view.reuse === undefined ? '' : `${Math.round(view.reuse * 100)}%`,
      view.id,
    ];
  }
}

/** Who moved when and why, newest first; a branch sees who was at home in it then. */
export async function movePage(
  actor: Actor,
  { personId, beyond, ...page }: PageRequest & { personId?: string | undefined; beyond: 'yes' | 'no' },
) {
  const units = unitsLookedAt(actor);
  return newestPage(
    Moves,
    'at',
    {
      $and: [
        personId === undefined ? {} : { personId },
        beyond === 'yes' ? { beyond: true as const } : {},
        units && personId === undefined ? { groupId: { $in: groupsOfUnits(units) } } : {},
      ],
    },
    page,
    async (shown) => {
      const names = await nicknames(shown.map((row) => row.personId));
      return shown.map((row) => ({
        id: row._id,
        personId: row.personId,
        nickname: names.get(row.personId) ?? '',
        by: row.by,
        ...moveView(row),
      }));
    },
  );
}

/** One move as everybody reads it. */
export const moveView = ({ at, from, to, reason }: MoveRow) => ({ at: at.toISOString(), from, to, reason });

/** What an operator is asked, newest first. @throws Refusal `not_allowed` for a branch: HQ decides. */
export async function proposalPage(
  actor: Actor,
  { state, ...page }: PageRequest & { state?: ProposalRow['state'] | undefined },
) {
  assertEverywhere(actor, 'koc.read');
  return newestPage(Proposals, 'at', { $and: [state ? { state } : {}] }, page, proposalViews);
}

/** Proposals as the console shows them. */
export async function proposalViews(rows: readonly ProposalRow[]): Promise<GrowthProposalView[]> {
  const names = await nicknames(rows.map(({ personId }) => personId));
  return rows.map(({ _id: id, at, decidedAt, ...row }) => ({
    id,
    nickname: names.get(row.personId) ?? '',
    ...row,
    at: at.toISOString(),
    ...(decidedAt ? { decidedAt: decidedAt.toISOString() } : {}),
  }));
}
