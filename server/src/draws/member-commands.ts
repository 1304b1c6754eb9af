import type { AgeBand } from '@kouyi/shared/types';
import { CLIENT_SEED } from '@kouyi/shared/rules/draw';
import type { MemberActor } from '../kernel/actor';
import { actorId } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { account, guardedBalances, heldIn, post, type Purse, takeInOrder } from '../ledger';
import { identitiesOf, personExists, type Selves, selvesOf } from '../people';
import { giveChances } from './chances';
import { newPlayer } from './drawing';
import { drawnBy } from './decide';
import { memberFacts } from './member-facts';
import { type AgeDoc, Ages, type BoxDoc, Boxes, playerId, type PlayerDoc, Players, Tables } from './model';
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

/**
 * Takes a declaration back, by whichever of their identities it was made, so that a mistake can be put right. The
 * record says who did it and why. Refuses `age_not_declared` (404) where there is nothing to put right.
 */
export const resetAge = command('draws.reset-age', {
  may: (actor) => assertMay(actor, 'draws.run'),
  async run({ id, reason }: { id: string; reason: string }, tx) {
    const mine = { _id: { $in: [id, ...(await identitiesOf(id, tx.session))] } };
    const had = await native(Ages).find(mine, { session: tx.session }).toArray();
    if (had.length === 0) throw refuse('age_not_declared');
    await native(Ages).deleteMany(mine, { session: tx.session });
    tx.audit({ subject: id, before: { age: had.map(({ band }) => band).join() }, after: { reason } });
  },
});

/**
 * Chances for points, all or nothing: the points of whoever taps first, then those of everybody who is seen as one
 * with them, each from their own account. The same key buys once.
 * Refuses `chances_not_for_points`, `points_too_few`, `chances_enough`, `key_used_differently` (409) or what stops the
 * person anyway.
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
    const gift = {
      key: `${key}:chances`,
      boxId: id,
      personId,
      chances: count,
      at: tx.now,
      reason: `积分换 ${count} 次「${box.name}」`,
      cause: { kind: 'box', id },
    };
    const selves = await selvesOf(personId);
    const given = await giveChances(tx, [gift]);
    // Booked before: the points are, too, of whichever accounts they were then.
    if (given.length > 0) {
      await assertCanUse(tx, box, personId);
      const purses = await pursesOf(tx, selves);
      const [wanted, balance] = [price * count, heldIn(purses)];
      if (balance < wanted) throw refuse('points_too_few', { details: { price: wanted, balance } });
      await post(
        tx,
        takeInOrder(purses, wanted).map(({ personId: payer, amount }) => ({
          key: payer === personId ? `${key}:points` : `${key}:points:${payer}`,
          unit: 'point' as const,
          from: account.memberPoints(payer),
          to: account.pointsSpent,
          amount,
          at: tx.now,
          reason: gift.reason,
          cause: gift.cause,
          personId: payer,
        })),
      );
    }
    const chances = await guardedBalances(
      tx,
      selves.map((self) => account.memberChances(self, id)),
    );
    return {
      chances: [...chances.values()].reduce((sum, each) => sum + each, 0),
      points: heldIn(await pursesOf(tx, selves)),
    };
  },
});

/** Nobody pays for what they can't use: refuses what stops them now, and chances beyond the draws they may still have. */
async function assertCanUse(tx: Tx, box: BoxDoc, personId: string): Promise<void> {
  const facts = await memberFacts([box], personId, tx);
  const obstacle = facts.obstacle(box, tx.now);
  if (obstacle) throw refuseDraw(obstacle.code, obstacle.detail);
  const { perPerson } = box.design.limits;
  if (perPerson === undefined) return;
  const left = perPerson - drawnBy(facts.together.get(box._id) ?? [], tx.now).ever;
  if (facts.chances.get(box._id)! > left) throw refuse('chances_enough', { details: { left } });
}

/** The points of everybody who is one person, in the order in which they are spent. */
async function pursesOf(tx: Tx, selves: Selves): Promise<Purse[]> {
  const balances = await guardedBalances(tx, selves.map(account.memberPoints));
  return selves.map((self) => ({ personId: self, amount: balances.get(account.memberPoints(self))! }));
}

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
