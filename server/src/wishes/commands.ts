import { DAY_MS } from '@kouyi/shared/rules/time';
import type { WishKind } from '@kouyi/shared/types';
import { type Actor, actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { takeTurns } from '../kernel/turns';
import { groupDirectory, groupsOfPerson } from '../groups';
import { notify } from '../notices';
import { reachFor, unitDirectory } from '../org';
import { selvesOf } from '../people';
import { grant } from '../rewards';
import { suggestionAdopted, wishGranted } from './events';
import { Wishes, type WishRow } from './model';
import {
  A_DAY,
  answered,
  cleanText,
  FOLLOW_UPS_MAX,
  followUpIdOf,
  OPEN_MAX,
  refuse,
  wishIdOf,
  wishStates,
} from './rules';

/** Where a person reads what became of their wishes. */
const PAGE = '/koc/wishes/index';

const own = (actor: Actor, { personId }: { personId: string }): void => {
  if (actor.kind !== 'member' || actor.personId !== personId) throw refuseAnywhere('not_allowed');
};

/**
 * A member tells a wish or a suggestion, once a request key.
 * @throws Refusal `text_unclean`, `too_many_today` (429) or `too_many_open` (409).
 */
export const makeWish = command('wishes.make', {
  may: (actor, input: { personId: string; kind: WishKind; text: string; requestKey: string }) =>
    own(actor, input),
  async run({ personId, kind, text, requestKey }, tx): Promise<WishRow> {
    const options = { session: tx.session };
    const _id = wishIdOf(personId, requestKey);
    const had = await native(Wishes).findOne({ _id }, options);
    if (had) return had;
    const clean = cleanText(text);
    const selves = await selvesOf(personId);
    // Two phones of one person can't slip under a limit together.
    await takeTurns(
      tx,
      selves.map((self) => `wishes:${self}`),
    );
    const teller = anyOf(selves);
    const since = new Date(tx.now.getTime() - DAY_MS);
    if ((await native(Wishes).countDocuments({ personId: teller, at: { $gt: since } }, options)) >= A_DAY)
      throw refuse('too_many_today', { details: { limit: A_DAY } });
    if ((await native(Wishes).countDocuments({ personId: teller, state: 'open' }, options)) >= OPEN_MAX)
      throw refuse('too_many_open', { details: { limit: OPEN_MAX } });
    const row: WishRow = {
      _id,
      personId,
      unitIds: await unitsOf(personId),
      kind,
      text: clean,
      state: 'open',
      at: tx.now,
      followUps: [],
    };
    await native(Wishes).insertOne(row, options);
    return row;
  },
});

/** Units of the groups somebody is in; the root for who is in none. */
async function unitsOf(personId: string): Promise<string[]> {
  const groups = await groupsOfPerson(personId);
  const units = groups.flatMap(({ groupId }) => groupDirectory.get(groupId)?.unitId ?? []);
  return units.length > 0 ? [...new Set(units)].slice(0, 50) : [unitDirectory.rootId];
}

/** Takes back what nobody has answered. @throws Refusal `state_forbids` (409) or `not_found`. */
export const withdrawWish = command('wishes.withdraw', {
  may: (actor, input: { personId: string; id: string }) => own(actor, input),
  async run({ personId, id }, tx): Promise<WishRow> {
    const wish = await load(id, tx);
    if (!(await selvesOf(personId)).includes(wish.personId)) throw refuseAnywhere('not_found');
    wishStates.assertMove(wish.state, 'withdrawn');
    return set(wish, { state: 'withdrawn' }, tx);
  },
});

interface AnswerInput {
  id: string;
  yes: boolean;
  answer: string;
  points: number;
}

/**
 * Grants a wish, adopts a suggestion, or declines either; the person reads the answer and gets the points of a yes.
 * @throws Refusal `points_need_yes`, `state_forbids` (409) or `not_found`.
 */
export const answerWish = command('wishes.answer', {
  may: (actor, { id }: AnswerInput) => assertReaches(actor, id),
  async run({ id, yes, answer, points }, tx): Promise<WishRow> {
    const before = await load(id, tx);
    if (points > 0 && !yes) throw refuse('points_need_yes', { field: 'points' });
    const state = answered(before.kind, yes);
    wishStates.assertMove(before.state, state);
    const { personId, kind } = before;
    const row = await set(
      before,
      {
        state,
        answer,
        answeredAt: tx.now,
        answeredBy: actorName(tx.actor),
        ...(points > 0 ? { points } : {}),
      },
      tx,
    );
    const thanks = kind === 'wish' ? '心愿实现了' : '建议被采纳了';
    if (points > 0)
      grant(tx, [
        {
          id: derivedId('grt', 'wish', id),
          personId,
          reward: { kind: 'points', points },
          cause: { kind: 'wish', id, reason: thanks },
          at: tx.now,
        },
      ]);
    if (yes)
      tx.emit(
        (kind === 'wish' ? wishGranted : suggestionAdopted)({
          wishes: [{ wishId: id, personId, at: tx.now }],
        }),
      );
    await notify(tx, {
      key: `wish:${id}:${state}`,
      personId,
      kind: 'service',
      title: yes ? `你的${thanks}` : `你的${kind === 'wish' ? '心愿' : '建议'}有回复了`,
      text: points > 0 ? `${answer}（送你 ${points} 积分）` : answer,
      page: PAGE,
      cause: { kind: 'wish', id },
    });
    // What was written is between two people; the record says who decided what.
    tx.audit({ subject: id, before: { state: before.state }, after: { state, points } });
    return row;
  },
});

/**
 * Tells the person what came of it, once a request key.
 * @throws Refusal `not_answered_yet` (409), `follow_ups_full` (409) or `not_found`.
 */
export const followUpWish = command('wishes.follow-up', {
  may: (actor, { id }: { id: string; text: string; requestKey: string }) => assertReaches(actor, id),
  async run({ id, text, requestKey }, tx): Promise<WishRow> {
    const wish = await load(id, tx);
    const followUpId = followUpIdOf(id, requestKey);
    if (wish.followUps.some((each) => each.id === followUpId)) return wish;
    if (wish.answer === undefined) throw refuse('not_answered_yet');
    if (wish.followUps.length >= FOLLOW_UPS_MAX)
      throw refuse('follow_ups_full', { details: { limit: FOLLOW_UPS_MAX } });
    const next = { id: followUpId, at: tx.now, by: actorName(tx.actor), text };
    await notify(tx, {
      key: `wish:${followUpId}`,
      personId: wish.personId,
      kind: 'service',
      title: `你的${wish.kind === 'wish' ? '心愿' : '建议'}有新进展`,
      text,
      page: PAGE,
      cause: { kind: 'wish', id },
    });
    tx.audit({ subject: id, after: { followedUp: followUpId } });
    return set(wish, { followUps: [...wish.followUps, next] }, tx);
  },
});

/** @throws Refusal `not_found` unless the wish was told by somebody in the actor's reach. */
async function assertReaches(actor: Actor, id: string): Promise<void> {
  const reach = reachFor(actor, 'koc.write');
  if (reach === undefined) return;
  const wish = await native(Wishes).findOne({ _id: id }, { projection: { unitIds: 1 } });
  if (!wish?.unitIds.some((unit) => reach.has(unit))) throw refuseAnywhere('not_found');
}

async function load(id: string, tx: Tx): Promise<WishRow> {
  const row = await native(Wishes).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

async function set(wish: WishRow, more: Partial<WishRow>, tx: Tx): Promise<WishRow> {
  await native(Wishes).updateOne({ _id: wish._id }, { $set: more }, { session: tx.session });
  return { ...wish, ...more };
}
