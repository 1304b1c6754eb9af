import type { AgeBand } from '@kouyi/shared/types';
import { CLIENT_SEED } from '@kouyi/shared/rules/draw';
import type { MemberActor } from '../kernel/actor';
import { actorId } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { account, guardedBalances, post } from '../ledger';
import { identitiesOf, personExists } from '../people';
import { giveChances } from './chances';
import { newPlayer } from './drawing';
import { obstacleNow } from './member-facts';
import { type AgeDoc, Ages, Boxes, playerId, type PlayerDoc, Players, Tables } from './model';
import { assertMay } from './policy';
import { refuse, refuseDraw } from './rules';

/** A person's own part of the chance, from their next draw on. Refuses `client_seed_malformed`, `not_found`. */
export const setClientSeed = command<{ id: string; clientSeed: string }, string>('draws.set-client-seed', {
  async run({ id, clientSeed }, tx) {
    const seed = clientSeed.trim();
    if (!CLIENT_SEED.test(seed)) throw refuse('client_seed_malformed', { field: 'clientSeed' });
    await assertOpened(tx, id);
    const { personId } = tx.actor as MemberActor;
    // Whichever of their identities the next chance belongs to.
    for (const self of new Set([personId, ...(await identitiesOf(personId, tx.session))])) {
      const player = await native(Players).findOne({ _id: playerId(id, self) }, { session: tx.session });
      if (player || self === personId)
        await writePlayer(tx, { ...(player ?? newPlayer(id, self)), clientSeed: seed });
    }
    return seed;
  },
});

/** A person says how old they are, once. Refuses `age_declared_before` (409) for another answer. */
export const declareAge = command<{ band: AgeBand }, AgeDoc>('draws.declare-age', {
  async run({ band }, tx) {
    const { personId } = tx.actor as MemberActor;
    const had = await native(Ages).findOne({ _id: personId }, { session: tx.session });
    if (had && had.band !== band) throw refuse('age_declared_before', { field: 'band' });
    if (had) return had;
    const age: AgeDoc = { _id: personId, band, at: tx.now };
    await native(Ages).insertOne(age, { session: tx.session });
    return age;
  },
});

/** Takes a declaration back, so that a mistake can be put right. The record says who did it and why. */
export const resetAge = command('draws.reset-age', {
  may: (actor) => assertMay(actor, 'draws.run'),
  async run({ id, reason }: { id: string; reason: string }, tx) {
    const had = await native(Ages).findOneAndDelete({ _id: id }, { session: tx.session });
    if (!had) throw refuseAnywhere('not_found');
    tx.audit({ subject: id, before: { age: had.band }, after: { reason } });
  },
});

/**
 * Chances for points; both are booked together. The same key buys once.
 * Refuses `chances_not_for_points`, `points_too_few`, `key_used_differently` (409) or what stops the person anyway.
 */
export const buyChances = command<
  { id: string; count: number; requestKey: string },
  { chances: number; points: number }
>('draws.buy-chances', {
  async run({ id, count, requestKey }, tx) {
    const { personId } = tx.actor as MemberActor;
    const box = await native(Boxes).findOne({ _id: id }, { session: tx.session });
    if (!box || box.state === 'draft') throw refuseAnywhere('not_found', { field: 'id' });
    const price = box.design.chancePoints;
    if (price === undefined) throw refuse('chances_not_for_points');
    const key = derivedId('buy', personId, requestKey);
    const [points, chances] = [account.memberPoints(personId), account.memberChances(personId, id)];
    const gift = {
      key: `${key}:chances`,
      boxId: id,
      personId,
      chances: count,
      at: tx.now,
      reason: `积分换 ${count} 次「${box.name}」`,
      cause: { kind: 'box', id },
    };
    const spend = {
      key: `${key}:points`,
      unit: 'point' as const,
      from: points,
      to: account.pointsSpent,
      amount: price * count,
      at: tx.now,
      reason: gift.reason,
      cause: gift.cause,
      personId,
    };
    const given = await giveChances(tx, [gift]);
    if (given.length > 0) {
      const obstacle = await obstacleNow(tx, box, personId);
      if (obstacle) throw refuseDraw(obstacle.code, obstacle.detail);
      const balance = (await guardedBalances(tx, [points])).get(points)!;
      if (balance < spend.amount)
        throw refuse('points_too_few', { details: { price: spend.amount, balance } });
    }
    await post(tx, [spend]);
    const left = await guardedBalances(tx, [points, chances]);
    return { chances: left.get(chances)!, points: left.get(points)! };
  },
});

/** Gives chances by hand. The same key gives once. Refuses `key_used_differently` (409), `state_forbids` (409). */
export const grantChances = command<
  { id: string; personIds: string[]; chances: number; reason: string; requestKey: string },
  { people: number; chances: number }
>('draws.grant-chances', {
  may: (actor) => assertMay(actor, 'draws.run'),
  async run({ id, personIds, chances, reason, requestKey }, tx) {
    const box = await native(Boxes).findOne({ _id: id }, { session: tx.session });
    if (!box) throw refuseAnywhere('not_found');
    if (box.state !== 'open' && box.state !== 'paused')
      throw refuse('state_forbids', { details: { from: box.state === 'draft' ? '草稿' : '已结束' } });
    const people = [...new Set(personIds)];
    for (const personId of people)
      if (!(await personExists(personId))) throw refuseAnywhere('not_found', { field: 'personIds' });
    const grantId = derivedId('cgr', actorId(tx.actor), requestKey);
    const given = await giveChances(
      tx,
      people.map((personId) => ({
        key: `${grantId}:${personId}`,
        boxId: id,
        personId,
        chances,
        at: tx.now,
        reason,
        cause: { kind: 'box', id },
      })),
    );
    if (given.length > 0) tx.audit({ subject: id, after: { people, chances, reason } });
    return { people: people.length, chances: people.length * chances };
  },
});

/** @throws Refusal `not_found` unless the box was opened: drafts are nobody's business. */
async function assertOpened(tx: Tx, boxId: string): Promise<void> {
  const found = await native(Tables).countDocuments({ _id: boxId }, { session: tx.session, limit: 1 });
  if (found === 0) throw refuseAnywhere('not_found', { field: 'id' });
}

const writePlayer = (tx: Tx, { _id, ...player }: PlayerDoc): Promise<unknown> =>
  native(Players).replaceOne({ _id }, player, { session: tx.session, upsert: true, ignoreUndefined: true });
