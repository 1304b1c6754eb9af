import type { MomentAudience } from '@kouyi/shared/contracts';
import { groupDirectory } from '../groups';
import { actorName } from '../kernel/actor';
import { now } from '../kernel/clock';
import { asSystem, command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { insertRows, native } from '../kernel/store';
import { allActiveKocs, tierAt } from '../koc';
import { notifyMany } from '../notices';
import { assertEverywhere } from '../org';
import { nicknames, personExists } from '../people';
import { Guests, type MomentRow, Moments } from './model';
import { neighbours } from './neighbours';
import { FOLLOW_UPS_MAX, followUpIdOf, guestIdOf, momentStates, refuse, tellAtOf, timeWords } from './rules';

const PAGE = '/koc/moments/index';

interface SaveInput {
  id?: string | undefined;
  revision?: number | undefined;
  title: string;
  text: string;
  startAt: Date;
  place: string;
  groupId?: string | undefined;
  audience: MomentAudience;
  tellHoursBefore: number;
}

/**
 * Plans a moment, or changes one that nobody was told of.
 * @throws Refusal `moment_in_past`, `group_unknown`, `person_unknown`, `version_moved_on` (409), `state_forbids` (409).
 */
export const saveMoment = command('wishes.save-moment', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id, revision, groupId, ...input }: SaveInput, tx): Promise<MomentRow> {
    const before = id === undefined ? undefined : await load(id, tx);
    if (before) {
      if (before.revision !== revision) throw refuseAnywhere('version_moved_on', { field: 'revision' });
      // Whoever was told of it would come at the old time: it is called off and planned anew.
      momentStates.assertMove(before.state, 'told');
    }
    if (input.startAt <= tx.now) throw refuse('moment_in_past', { field: 'startAt' });
    if (groupId !== undefined && !groupDirectory.get(groupId))
      throw refuse('group_unknown', { field: 'groupId' });
    await assertPeople(input.audience);
    const row: MomentRow = {
      _id: before?._id ?? newId('mom'),
      ...input,
      ...(groupId === undefined ? {} : { groupId }),
      tellAt: tellAtOf(input.startAt, input.tellHoursBefore),
      state: 'planned',
      revision: (before?.revision ?? 0) + 1,
      told: 0,
      followUps: [],
      createdBy: before?.createdBy ?? actorName(tx.actor),
    };
    const { _id, ...fields } = row;
    await native(Moments).replaceOne({ _id }, fields, { session: tx.session, upsert: true });
    const { title, startAt, audience } = row;
    tx.audit({
      subject: _id,
      ...(before ? { before: { title: before.title, startAt: before.startAt } } : {}),
      after: { title, startAt, audience: audience.to === 'people' ? { to: audience.to } : audience },
    });
    return row;
  },
});

async function assertPeople(audience: MomentAudience): Promise<void> {
  if (audience.to !== 'people') return;
  const known = await nicknames(audience.personIds);
  const missing = audience.personIds.some((id) => !known.has(id));
  if (missing) throw refuse('person_unknown', { field: 'audience' });
}

/** Calls a moment off; its guests read why. @throws Refusal `state_forbids` (409), `moment_in_past` or `not_found`. */
export const cancelMoment = command('wishes.cancel-moment', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id, reason }: { id: string; reason: string }, tx): Promise<MomentRow> {
    const before = await load(id, tx);
    momentStates.assertMove(before.state, 'cancelled');
    if (before.startAt <= tx.now) throw refuse('moment_in_past');
    await tellGuests(tx, id, {
      key: 'cancelled',
      title: `「${before.title}」取消了`,
      text: `原定 ${timeWords(before.startAt)} 的「${before.title}」取消了：${reason}`,
    });
    tx.audit({ subject: id, before: { state: before.state }, after: { state: 'cancelled', reason } });
    return set(before, { state: 'cancelled', cancelReason: reason }, tx);
  },
});

/**
 * A word afterwards to those who were told of a moment, once a request key.
 * @throws Refusal `moment_not_over` (409), `follow_ups_full` (409) or `not_found`.
 */
export const followUpMoment = command('wishes.follow-up-moment', {
  may: (actor) => assertEverywhere(actor, 'koc.write'),
  async run({ id, text, requestKey }: { id: string; text: string; requestKey: string }, tx) {
    const moment = await load(id, tx);
    const followUpId = followUpIdOf(id, requestKey);
    if (moment.followUps.some((each) => each.id === followUpId)) return moment;
    if (moment.startAt > tx.now || moment.state === 'cancelled') throw refuse('moment_not_over');
    if (moment.followUps.length >= FOLLOW_UPS_MAX)
      throw refuse('follow_ups_full', { details: { limit: FOLLOW_UPS_MAX } });
    await tellGuests(tx, id, { key: followUpId, title: `「${moment.title}」之后`, text });
    const next = { id: followUpId, at: tx.now, by: actorName(tx.actor), text };
    tx.audit({ subject: id, after: { followedUp: followUpId } });
    return set(moment, { followUps: [...moment.followUps, next] }, tx);
  },
});

async function tellGuests(
  tx: Tx,
  momentId: string,
  { key, ...words }: { key: string; title: string; text: string },
): Promise<void> {
  const guests = await native(Guests).find({ momentId }, { session: tx.session }).toArray();
  notifyMany(
    tx,
    guests.map(({ personId }) => ({
      key: `moment:${momentId}:${key}:${personId}`,
      personId,
      kind: 'service' as const,
      ...words,
      page: PAGE,
      cause: { kind: 'moment', id: momentId },
    })),
  );
}

/** Tells people of the moments that are near; one that began before anybody could be told stays untold. */
export async function tellDue(): Promise<void> {
  const at = now();
  const due = await native(Moments)
    .find({ state: 'planned', tellAt: { $lte: at }, startAt: { $gt: at } }, { projection: { _id: 1 } })
    .sort({ tellAt: 1 })
    .limit(20)
    .toArray();
  for (const { _id } of due) await asSystem('wishes.tell-moment', (tx) => tell(tx, _id));
}

async function tell(tx: Tx, id: string): Promise<void> {
  const moment = await load(id, tx);
  if (moment.state !== 'planned' || moment.startAt <= tx.now) return;
  const { title, text, startAt, place, groupId } = moment;
  const people = await peopleOf(moment, tx);
  const group = groupId === undefined ? undefined : groupDirectory.get(groupId)?.name;
  const where = [place, group].filter((each) => each).join(' · ');
  await insertRows(
    tx.session,
    Guests,
    people.map((personId) => ({
      _id: guestIdOf(id, personId),
      momentId: id,
      personId,
      startAt,
      toldAt: tx.now,
    })),
  );
  notifyMany(
    tx,
    people.map((personId) => ({
      key: `moment:${id}:told:${personId}`,
      personId,
      kind: 'service' as const,
      title: `专属时刻：${title}`,
      text: `${timeWords(startAt)}${where ? `，${where}` : ''}。${text}`,
      page: PAGE,
      cause: { kind: 'moment', id },
    })),
  );
  await set(moment, { state: 'told', told: people.length }, tx);
}

/** Whom a moment is for now. */
async function peopleOf({ audience }: MomentRow, tx: Tx): Promise<string[]> {
  if (audience.to === 'kocs')
    return (await allActiveKocs(tx.session))
      .filter((koc) => audience.tiers.length === 0 || audience.tiers.includes(tierAt(koc, tx.now)))
      .map(({ _id }) => _id);
  const named =
    audience.to === 'stages' ? await neighbours.peopleAt(audience.stages, tx.session) : audience.personIds;
  const there: string[] = [];
  for (const personId of new Set(named)) if (await personExists(personId)) there.push(personId);
  return there;
}

async function load(id: string, tx: Tx): Promise<MomentRow> {
  const row = await native(Moments).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

async function set(moment: MomentRow, more: Partial<MomentRow>, tx: Tx): Promise<MomentRow> {
  await native(Moments).updateOne({ _id: moment._id }, { $set: more }, { session: tx.session });
  return { ...moment, ...more };
}
