import type { KocTier } from '@kouyi/shared/types';
import { actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { takeTurns } from '../kernel/turns';
import { assertEverywhere } from '../org';
import { identitiesOf, personExists, staffAmong } from '../people';
import { kocsChanged } from './events';
import { kocsAmong } from './facts';
import { Kocs, type KocRow } from './model';
import { kocCodeOf, refuse, withTier } from './rules';

/**
 * Makes a person a KOC from now on; whoever was one begins anew with the same code, and what they were then stands.
 * @throws Refusal `not_found`, `already_koc` (409), `staff_excluded`, `parent_unknown`, `parent_has_parent` or
 *   `has_children`.
 */
export const appointKoc = command('koc.appoint', {
  may: (actor) => assertEverywhere(actor, 'commission.write'),
  async run(input: { personId: string; tier: KocTier; parentId?: string | undefined }, tx) {
    const { personId, tier, parentId } = input;
    const options = { session: tx.session };
    if (!(await personExists(personId))) throw refuseAnywhere('not_found', { field: 'personId' });
    // By whichever identity somebody works for us, or is a KOC already: one person is one KOC.
    const selves = await identitiesOf(personId, tx.session);
    if ((await staffAmong(selves)).size > 0) throw refuse('staff_excluded', { field: 'personId' });
    const kocs = await kocsAmong(selves, tx.session);
    if ([...kocs.values()].some(({ endedAt }) => !endedAt))
      throw refuse('already_koc', { field: 'personId' });
    const had = kocs.get(personId);
    if (parentId !== undefined) await assertParent(tx, { personId, parentId });
    const row: KocRow = {
      _id: personId,
      code: had?.code ?? (await freeCode(tx, personId)),
      ...(parentId === undefined ? {} : { parentId }),
      since: tx.now,
      ...(had ? { earlier: officesOf(had) } : {}),
      tiers: withTier(had?.tiers ?? [], tier, tx.now),
    };
    const { _id, ...fields } = row;
    await native(Kocs).replaceOne({ _id }, fields, { ...options, upsert: true });
    tx.audit({ subject: personId, after: { tier, parentId } });
    tx.emit(kocsChanged({ personIds: [personId], at: tx.now, by: actorName(tx.actor) }));
    return row;
  },
});

/** Times in office that are over. */
const officesOf = ({ since, endedAt, earlier = [] }: KocRow): NonNullable<KocRow['earlier']> =>
  endedAt ? [...earlier, { since, endedAt }] : earlier;

/** Both sides take their turn, so that two appointments at once can't make a third level between them. */
async function assertParent(tx: Tx, { personId, parentId }: { personId: string; parentId: string }) {
  const options = { session: tx.session };
  await takeTurns(tx, [`koc:${personId}`, `koc:${parentId}`]);
  const parent = await native(Kocs).findOne({ _id: parentId }, options);
  if (!parent || parent.endedAt || parentId === personId)
    throw refuse('parent_unknown', { field: 'parentId' });
  if (parent.parentId !== undefined) throw refuse('parent_has_parent', { field: 'parentId' });
  if (await native(Kocs).findOne({ parentId: personId, endedAt: { $exists: false } }, options))
    throw refuse('has_children', { field: 'parentId' });
}

async function freeCode(tx: Tx, personId: string): Promise<string> {
  for (let salt = 0; ; salt += 1) {
    const code = kocCodeOf(personId, salt === 0 ? '' : String(salt));
    if (!(await native(Kocs).findOne({ code }, { session: tx.session }))) return code;
  }
}

/** Another tier from now or a later moment. @throws Refusal `koc_unknown`, `koc_ended` or `tier_backdated`. */
export const setKocTier = command('koc.set-tier', {
  may: (actor) => assertEverywhere(actor, 'commission.write'),
  async run({ id, tier, from }: { id: string; tier: KocTier; from?: Date | undefined }, tx) {
    const koc = await activeKoc(tx, id);
    const start = from ?? tx.now;
    if (start < tx.now) throw refuse('tier_backdated', { field: 'from' });
    const tiers = withTier(koc.tiers, tier, start);
    await native(Kocs).updateOne({ _id: id }, { $set: { tiers } }, { session: tx.session });
    tx.audit({ subject: id, before: { tiers: koc.tiers }, after: { tiers } });
    return { ...koc, tiers };
  },
});

/** From now on no order counts for them. @throws Refusal `koc_unknown` or `koc_ended`. */
export const endKoc = command('koc.end', {
  may: (actor) => assertEverywhere(actor, 'commission.write'),
  async run({ id, reason }: { id: string; reason: string }, tx) {
    const koc = await activeKoc(tx, id);
    await native(Kocs).updateOne({ _id: id }, { $set: { endedAt: tx.now } }, { session: tx.session });
    tx.audit({ subject: id, after: { ended: tx.now, reason } });
    tx.emit(kocsChanged({ personIds: [id], at: tx.now, by: actorName(tx.actor) }));
    return { ...koc, endedAt: tx.now };
  },
});

async function activeKoc(tx: Tx, id: string): Promise<KocRow> {
  const koc = await native(Kocs).findOne({ _id: id }, { session: tx.session });
  if (!koc) throw refuse('koc_unknown');
  if (koc.endedAt) throw refuse('koc_ended');
  return koc;
}
