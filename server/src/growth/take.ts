import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { changeRows, insertRows, rowsByIds } from '../kernel/store';
import { kocsAmong } from '../koc';
import { identitiesOfAll } from '../people';
import { growthMoved } from './events';
import { actedOn, addTo, forgetBefore, together } from './history';
import { type GrowerRow, Growers, type MoveRow, Moves } from './model';
import { tellMoved, tellWarned } from './notices';
import { place } from './place';
import { type Candidate, settleProposals } from './proposals';
import type { Delta } from './reach';
import { growthBook } from './rule-book';
import { isBeyond } from './rules';
import { type Book, rulesOn } from './stages';

/** What is new about people. */
export interface News {
  /** Days on which they acted, and in which group. */
  readonly acts?: readonly { personId: string; at: Date; groupId?: string | undefined }[];
  readonly deltas?: readonly Delta[];
  /** To be looked at again, whatever is new: their day has come, the rules changed, they became a KOC. */
  readonly look?: readonly string[];
  /** Who appointed or ended whom. */
  readonly deciders?: ReadonlyMap<string, string>;
}

/** People in one round of a transaction. */
const CHUNK = 400;

const blank = (personId: string, at: Date): GrowerRow => ({
  _id: personId,
  history: {},
  stage: 'none',
  since: at,
  book: 0,
});

/** Takes news in and moves whoever stands elsewhere by it. Told again, or in another order, it ends the same. */
export async function takeIn(tx: Tx, news: News): Promise<void> {
  const acts = groupBy(news.acts ?? [], ({ personId }) => personId);
  const deltas = groupBy(news.deltas ?? [], ({ personId }) => personId);
  const ids = [...new Set([...acts.keys(), ...deltas.keys(), ...(news.look ?? [])])];
  if (ids.length === 0) return;
  const book = await growthBook(tx.session);
  for (let i = 0; i < ids.length; i += CHUNK) {
    const chunk = ids.slice(i, i + CHUNK);
    const clusters = await identitiesOfAll(chunk, tx.session);
    const rows = await rowsOf(tx, clusters);
    const looked = new Set<string>(news.look ?? []);
    for (const id of chunk) {
      const row = rows.get(id)!;
      let changed = looked.has(id);
      for (const act of acts.get(id) ?? []) changed = takeAct(row, act) || changed;
      for (const { measure, day, times } of deltas.get(id) ?? []) {
        addTo(row.history, measure, day, times);
        row.stale = newId('gst');
        changed = true;
      }
      if (!changed) clusters.delete(id);
    }
    await placeAll(tx, clusters, rows, { book, deciders: news.deciders });
  }
}

/** Every row of these people; whoever has none yet gets a blank one. */
async function rowsOf(
  tx: Tx,
  clusters: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, GrowerRow>> {
  const ids = [...new Set([...clusters.values()].flat())];
  const rows = indexBy(await rowsByIds(Growers, ids, { session: tx.session }), (row) => row._id);
  for (const id of ids) if (!rows.has(id)) rows.set(id, blank(id, tx.now));
  return rows;
}

/** Whether it was new that they acted on this day, or that they are at home elsewhere. */
function takeAct(row: GrowerRow, { at, groupId }: { at: Date; groupId?: string | undefined }): boolean {
  const isNew = actedOn(row.history, shanghaiDay(at));
  const { home } = row;
  if (groupId === undefined || (home && (at < home.at || (+at === +home.at && groupId >= home.groupId))))
    return isNew;
  // Where somebody is at home is not worth a write for every message.
  const moves = isNew || home?.groupId !== groupId;
  if (moves) row.home = { groupId, at };
  return moves;
}

async function placeAll(
  tx: Tx,
  clusters: ReadonlyMap<string, readonly string[]>,
  rows: ReadonlyMap<string, GrowerRow>,
  { book, deciders }: { book: Book; deciders: News['deciders'] },
): Promise<void> {
  const today = shanghaiDay(tx.now);
  const distinct = [...new Map([...clusters.values()].map((each) => [each[0]!, each])).values()];
  if (distinct.length === 0) return;
  const kocs = await kocsAmong(distinct.flat(), tx.session);
  const moves: MoveRow[] = [];
  const placed: Candidate[] = [];
  for (const cluster of distinct) {
    const [root, ...others] = cluster.map((id) => rows.get(id)!) as [GrowerRow, ...GrowerRow[]];
    for (const row of [root, ...others]) forgetBefore(row.history, today);
    for (const other of others) lean(other, root._id);
    delete root.oneWith;
    const isKoc = cluster.some((id) => {
      const koc = kocs.get(id);
      return koc !== undefined && !koc.endedAt;
    });
    const history = together(cluster.map((id) => rows.get(id)!.history));
    const result = place({ row: root, history, isKoc }, book, today);
    const { moved, stage, dueDay, standing } = result;
    const by = cluster.map((id) => deciders?.get(id)).find((name) => name !== undefined);
    if (moved) moves.push(moveRow(tx, root, stage, { ...moved, ...(by === undefined ? {} : { by }) }));
    root.stage = stage;
    if (moved) root.since = tx.now;
    if (root.manual && root.manual.untilDay < today) delete root.manual;
    if (standing.stage === 'koc') root.graduated = true;
    root.book = rulesOn(book, today).version;
    if (dueDay === undefined) delete root.dueAt;
    else root.dueAt = shanghaiInstant(dueDay);
    if (isBeyond(stage) && root.standard === undefined) root.stale ??= newId('gst');
    placed.push({ row: root, others, history, placed: result });
  }
  await settleProposals(tx, placed, book);
  await tellWarned(tx, placed, book);
  await changeRows(
    tx.session,
    Growers,
    distinct.flat().map((id) => {
      const { _id, ...row } = rows.get(id)!;
      return { q: { _id }, u: row, upsert: true };
    }),
  );
  if (moves.length === 0) return;
  await insertRows(tx.session, Moves, moves);
  await tellMoved(tx, moves);
  tx.emit(
    growthMoved({
      moves: moves.map(({ personId, from, to, reason, at }) => ({ personId, from, to, reason, at })),
    }),
  );
}

/** Whoever is seen as one with somebody has no stage besides theirs. */
function lean(row: GrowerRow, rootId: string): void {
  row.oneWith = rootId;
  row.stage = 'none';
  for (const field of ['dueAt', 'warned', 'standard', 'score', 'stale', 'standardAt'] as const)
    Reflect.deleteProperty(row, field);
}

const moveRow = (
  tx: Tx,
  { _id: personId, stage: from, home }: GrowerRow,
  to: MoveRow['to'],
  { reason, by }: { reason: string; by: string },
): MoveRow => ({
  _id: newId('gmv'),
  personId,
  from,
  to,
  at: tx.now,
  reason: reason.slice(0, 300),
  by,
  ...(home ? { groupId: home.groupId } : {}),
  ...(isBeyond(from) || isBeyond(to) ? { beyond: true } : {}),
});
