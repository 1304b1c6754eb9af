import type { LinkChannel } from '@kouyi/shared/types';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import { asSystem, command, type Tx } from '../kernel/command';
import { Combiner } from '../kernel/combiner';
import { now } from '../kernel/clock';
import { refuseAnywhere } from '../kernel/refusals';
import { native, type ClientSession } from '../kernel/store';
import { kocsAmong, refuseKoc } from '../koc';
import { assertEverywhere } from '../org';
import { selvesOf } from '../people';
import { linkVisited } from './events';
import { LinkDays, Links, type LinkRow, Products, Touches, type TouchRow } from './model';
import { linkCodeOf, refuse, touchIdOf } from './rules';

interface LinkInput {
  kocId: string;
  productId?: string | undefined;
  material?: string | undefined;
  channel: LinkChannel;
  expiresAt?: Date | undefined;
}

/** Who may pass links on without being a KOC. A product's link is a KOC's all the same: it pays. */
let mayShare: (personId: string) => Promise<boolean> = () => Promise.resolve(false);

/** Called once by the domain that knows who may share besides KOCs. */
export const letShare = (who: typeof mayShare): void => void (mayShare = who);

/**
 * The link of a KOC for a product, a material and a channel, or of somebody who may share, without a product; asked
 * for again it is the same one.
 * @throws Refusal `not_a_koc`, `koc_unknown` or `product_unknown`.
 */
export const createLink = command('products.create-link', {
  async may(actor, { kocId }: LinkInput) {
    if (actor.kind === 'member' && (await selvesOf(actor.personId)).includes(kocId)) return;
    assertEverywhere(actor, 'products.write');
  },
  async run({ kocId, productId, material, channel, expiresAt }: LinkInput, tx): Promise<LinkRow> {
    const options = { session: tx.session };
    const koc = (await kocsAmong([kocId], tx.session)).get(kocId);
    if ((!koc || koc.endedAt) && !(productId === undefined && (await mayShare(kocId))))
      throw tx.actor.kind === 'member' ? refuse('not_a_koc') : refuseKoc('koc_unknown');
    if (productId !== undefined && !(await native(Products).findOne({ _id: productId }, options)))
      throw refuse('product_unknown', { field: 'productId' });
    const wanted = {
      kocId,
      channel,
      ...(productId === undefined ? {} : { productId }),
      ...(material ? { material } : {}),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    for (let salt = 0; ; salt += 1) {
      const _id = linkCodeOf(wanted, salt === 0 ? '' : String(salt));
      const had = await native(Links).findOne({ _id }, options);
      if (had && !sameLink(had, wanted)) continue;
      if (had) return had;
      const row: LinkRow = { _id, ...wanted, createdAt: tx.now };
      await native(Links).insertOne(row, options);
      if (tx.actor.kind !== 'member') tx.audit({ subject: _id, after: wanted });
      return row;
    }
  },
});

/** Two different links that share a code are as unlikely as a lottery, and told apart all the same. */
const sameLink = (a: LinkRow, b: Omit<LinkRow, '_id' | 'createdAt'>): boolean =>
  a.kocId === b.kocId &&
  a.productId === b.productId &&
  a.material === b.material &&
  a.channel === b.channel &&
  a.expiresAt?.getTime() === b.expiresAt?.getTime();

/** The link with this code. @throws Refusal `not_found`. */
export async function linkByCode(code: string): Promise<LinkRow> {
  const row = await native(Links).findOne({ _id: code });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

/** Links by code; unknown codes are absent. */
export async function linksByCode(
  codes: readonly string[],
  session?: ClientSession,
): Promise<Map<string, LinkRow>> {
  if (codes.length === 0) return new Map();
  const rows = await native(Links)
    .find({ _id: { $in: [...new Set(codes)] } }, session ? { session } : {})
    .toArray();
  return new Map(rows.map((row) => [row._id, row]));
}

/** How often known people came through these links; codes through which nobody came are absent. */
export async function visitsByCode(codes: readonly string[]): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  if (codes.length === 0) return sums;
  const days = await native(LinkDays)
    .find({ code: { $in: [...new Set(codes)] } }, { projection: { code: 1, visits: 1 } })
    .toArray();
  for (const { code, visits } of days) sums.set(code, (sums.get(code) ?? 0) + visits);
  return sums;
}

/** Touches of these people between two moments, for attribution. */
export async function touchesOf(
  personIds: Iterable<string>,
  { since, until }: { since: Date; until: Date },
  session?: ClientSession,
): Promise<TouchRow[]> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return [];
  return native(Touches)
    .find({ personId: { $in: ids }, at: { $gte: since, $lte: until } }, session ? { session } : {})
    .toArray();
}

interface Coming {
  readonly link: LinkRow;
  readonly personId?: string;
  readonly at: Date;
}

/** A popular link is opened by hundreds at once: they are counted together, in one transaction. */
const comings = new Combiner<Coming, void>({
  name: 'links',
  maxBatch: 200,
  gatherMs: 20,
  concurrency: 1,
  maxQueued: 20_000,
  run: (_key, batch) =>
    asSystem('products.keep-touches', async (tx) => {
      await keepComings(tx, batch);
      return batch.map(() => undefined);
    }),
});

const visitOf = ({ _id: id, personId, code, kocId, at }: TouchRow, material: string | undefined) => ({
  id,
  personId,
  code,
  kocId,
  at,
  ...(material === undefined ? {} : { material }),
});

async function keepComings(tx: Tx, batch: readonly Coming[]): Promise<void> {
  const options = { session: tx.session };
  const touches = new Map<string, TouchRow>();
  for (const { link, personId, at } of batch) {
    if (personId === undefined) continue;
    const _id = touchIdOf(personId, link._id, at);
    const { kocId, expiresAt } = link;
    touches.set(_id, { _id, personId, code: link._id, kocId, at, ...(expiresAt ? { expiresAt } : {}) });
  }
  const had = await native(Touches)
    .find({ _id: { $in: [...touches.keys()] } }, { ...options, projection: { _id: 1 } })
    .toArray();
  for (const { _id } of had) touches.delete(_id);
  const fresh = [...touches.values()];
  const materials = new Map(batch.map(({ link }) => [link._id, link.material]));
  if (fresh.length > 0) {
    await native(Touches).insertMany(fresh, options);
    tx.emit(linkVisited({ visits: fresh.map((touch) => visitOf(touch, materials.get(touch.code))) }));
  }
  const days = new Map<string, { code: string; day: number; clicks: number; visits: number }>();
  const count = (code: string, at: Date, clicks: number, visits: number) => {
    const day = shanghaiDay(at);
    const sum = days.get(`${code}@${day}`) ?? { code, day, clicks: 0, visits: 0 };
    days.set(`${code}@${day}`, { ...sum, clicks: sum.clicks + clicks, visits: sum.visits + visits });
  };
  for (const { link, personId, at } of batch) if (personId === undefined) count(link._id, at, 1, 0);
  for (const { code, at } of fresh) count(code, at, 0, 1);
  if (days.size === 0) return;
  await native(LinkDays).bulkWrite(
    [...days].map(([_id, { code, day, clicks, visits }]) => ({
      updateOne: {
        filter: { _id },
        update: { $inc: { clicks, visits }, $setOnInsert: { code, day } },
        upsert: true,
      },
    })),
    { ...options, ordered: false },
  );
}

/** Counts a click of somebody we don't know; answers whether there is such a link. One that expired counts nothing. */
export async function click(code: string): Promise<boolean> {
  const link = await native(Links).findOne({ _id: code });
  const at = now();
  // A counter is not worth a queue: when too many wait, a click is let go.
  if (link && !(link.expiresAt && link.expiresAt <= at) && comings.hasRoomFor(1))
    await comings.add('all', { link, at });
  return link !== null;
}

/** Whether there is a link with this code. */
export const isKnown = async (code: string): Promise<boolean> =>
  (await native(Links).countDocuments({ _id: code }, { limit: 1 })) > 0;

/** Keeps that a member came through a link, once a minute. @throws Refusal `not_found` or `link_expired` (410). */
export async function visit(personId: string, code: string): Promise<LinkRow> {
  const link = await linkByCode(code);
  const at = now();
  if (link.expiresAt && link.expiresAt <= at) throw refuse('link_expired');
  comings.assertRoomFor(1);
  await comings.add('all', { link, personId, at });
  return link;
}
