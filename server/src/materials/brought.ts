import { ordersByLink } from '../commission';
import { native } from '../kernel/store';
import { visitsByCode } from '../products';
import { Carried, type CarriedRow, Forwards, materials } from './model';

/** What forwarding brought, as far as the links tell. */
export interface Brought {
  forwards: number;
  people: number;
  visits: number;
  orders: number;
  paidFen: number;
}

const nothing = (): Brought => ({ forwards: 0, people: 0, visits: 0, orders: 0, paidFen: 0 });

/** What each of these materials brought, all of it or what one KOC did; a material that brought nothing has zeros. */
export async function broughtBy(
  materialIds: readonly string[],
  kocId?: string,
): Promise<Map<string, Brought>> {
  const sums = new Map(materialIds.map((id) => [id, nothing()]));
  if (materialIds.length === 0) return sums;
  const which = { materialId: { $in: [...materialIds] }, ...(kocId === undefined ? {} : { kocId }) };
  const [forwards, carried] = await Promise.all([
    native(Forwards)
      .aggregate<{ _id: { materialId: string; kocId: string }; forwards: number }>([
        { $match: which },
        { $group: { _id: { materialId: '$materialId', kocId: '$kocId' }, forwards: { $sum: 1 } } },
      ])
      .toArray(),
    native(Carried).find(which).toArray(),
  ]);
  for (const row of forwards) {
    const sum = sums.get(row._id.materialId)!;
    sum.forwards += row.forwards;
    sum.people += 1;
  }
  await addFromLinks(carried, ({ materialId }) => sums.get(materialId)!);
  return sums;
}

async function addFromLinks(
  carried: readonly CarriedRow[],
  sumOf: (row: CarriedRow) => Brought,
): Promise<void> {
  const codes = carried.map(({ _id }) => _id);
  const [visits, orders] = await Promise.all([visitsByCode(codes), ordersByLink(codes)]);
  for (const row of carried) {
    const sum = sumOf(row);
    sum.visits += visits.get(row._id) ?? 0;
    sum.orders += orders.get(row._id)?.orders ?? 0;
    sum.paidFen += orders.get(row._id)?.paidFen ?? 0;
  }
}

/** The KOCs who forwarded a material most, with the visits of their links. */
export async function topForwarders(materialId: string, limit: number) {
  const rows = await native(Forwards)
    .aggregate<{ _id: string; forwards: number }>([
      { $match: { materialId, kocId: { $ne: '' } } },
      { $group: { _id: '$kocId', forwards: { $sum: 1 } } },
      { $sort: { forwards: -1, _id: 1 } },
      { $limit: limit },
    ])
    .toArray();
  const links = await native(Carried)
    .find({ materialId, kocId: { $in: rows.map(({ _id }) => _id) } })
    .toArray();
  const visits = await visitsByCode(links.map(({ _id }) => _id));
  return rows.map(({ _id: kocId, forwards }) => ({
    kocId,
    forwards,
    visits: links
      .filter((link) => link.kocId === kocId)
      .reduce((sum, link) => sum + (visits.get(link._id) ?? 0), 0),
  }));
}

/** Forwards of a material by Shanghai day, from a day on; days without any are absent. */
export async function forwardDays(materialId: string, from: number): Promise<Map<number, number>> {
  const rows = await native(Forwards)
    .aggregate<{ _id: number; forwards: number }>([
      { $match: { materialId, day: { $gte: from } } },
      { $group: { _id: '$day', forwards: { $sum: 1 } } },
    ])
    .toArray();
  return new Map(rows.map(({ _id, forwards }) => [_id, forwards]));
}

/** What is kept here about a person, for the export of their data. */
export async function forwardDataOf(personId: string) {
  const rows = await native(Forwards).find({ kocId: personId }).sort({ at: 1 }).limit(5_000).toArray();
  const titles = new Map(
    (
      await materials.rows.collection
        .find(
          { _id: { $in: [...new Set(rows.map(({ materialId }) => materialId))] as never[] } },
          { projection: { 'draft.title': 1 } },
        )
        .toArray()
    ).map((row) => [String(row._id), (row as unknown as { draft: { title: string } }).draft.title]),
  );
  return {
    forwards: rows.map(({ materialId, at }) => ({ material: titles.get(materialId) ?? materialId, at })),
  };
}
