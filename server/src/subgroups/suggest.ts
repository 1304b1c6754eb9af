import type { contracts, KocSuggestion, OutputOf } from '@kouyi/shared/contracts';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { takenPartIn } from '../activities';
import { assertReachesGroup, groupDirectory, presentIn, reachableGroupIds } from '../groups';
import type { Actor } from '../kernel/actor';
import { actorName } from '../kernel/actor';
import { now } from '../kernel/clock';
import { asSystem, command, type Tx } from '../kernel/command';
import { newestPage, type PageRequest } from '../kernel/paging';
import { native } from '../kernel/store';
import { appointKoc, kocsAmong } from '../koc';
import { unitDirectory } from '../org';
import { nicknames, staffAmong } from '../people';
import { blacklistedAmong, everBlacklistedAmong } from '../risk';
import { activeKocOf } from './facts';
import { Dismissals, Suggestions, type SuggestionRow } from './model';
import { neighbours } from './neighbours';
import {
  bestCandidates,
  CANDIDATE_DAYS,
  CANDIDATE_WINDOW_DAYS,
  candidateInWords,
  kocsWanted,
  refuse,
  suggestionInWords,
} from './rules';

/** So many members of one group are looked at; no channel has larger groups. */
const LOOKED_AT = 2_000;
/** A blacklisting counts against somebody for so long, also when it was lifted. */
const RISK_DAYS = 180;

/** Works out now what one group lacks, and whom to ask. A group that somebody said no to lacks nothing for a while. */
export async function suggestionNow(groupId: string): Promise<SuggestionRow> {
  const at = now();
  const present = [...new Set((await presentIn([groupId], LOOKED_AT)).map(({ personId }) => personId))];
  const [kocs, staff, silenced] = await Promise.all([
    kocsAmong(present),
    staffAmong(present),
    native(Dismissals).findOne({ _id: groupId, until: { $gt: at } }),
  ]);
  const active = present.filter((id) => kocs.has(id) && !kocs.get(id)!.endedAt);
  const prospects = present.filter((id) => !staff.has(id) && !active.includes(id));
  const wanted = kocsWanted(prospects.length);
  const missing = silenced ? 0 : wanted - active.length;
  return {
    _id: groupId,
    members: present.length,
    prospects: prospects.length,
    kocs: active.length,
    wanted: silenced ? Math.min(wanted, active.length) : wanted,
    candidates: missing > 0 ? await candidatesIn(groupId, prospects, missing, at) : [],
    at,
  };
}

async function candidatesIn(groupId: string, prospects: readonly string[], missing: number, at: Date) {
  const since = new Date(at.getTime() - CANDIDATE_WINDOW_DAYS * DAY_MS);
  const took = await takenPartIn(groupId, prospects, since);
  const ids = prospects.filter((id) => (took.get(id)?.days ?? 0) >= CANDIDATE_DAYS);
  const [blacklisted, before, dismissals, brought] = await Promise.all([
    blacklistedAmong(ids),
    everBlacklistedAmong(ids, new Date(at.getTime() - RISK_DAYS * DAY_MS)),
    native(Dismissals)
      .find({ personId: { $in: ids }, until: { $gt: at } })
      .toArray(),
    neighbours.brought(ids),
  ]);
  const dismissed = new Set(dismissals.map(({ personId }) => personId));
  const best = bestCandidates(
    ids.map((personId) => ({
      personId,
      days: took.get(personId)!.days,
      brought: brought.get(personId) ?? 0,
      atRisk: blacklisted.has(personId) || before.has(personId),
      dismissed: dismissed.has(personId),
    })),
    missing,
  );
  // Few are left, so that each may be looked up: nobody is named who is a KOC by another identity.
  const kocs = await Promise.all(best.map(({ personId }) => activeKocOf(personId)));
  return best
    .filter((_, i) => kocs[i] === undefined)
    .map(({ personId, days, brought: people }) => ({ personId, days, brought: people }));
}

/** Keeps what was worked out for the list; what is not lacking any more leaves it. */
async function keep(tx: Tx, row: SuggestionRow): Promise<void> {
  const { _id, ...fields } = row;
  const options = { session: tx.session };
  if (row.wanted > row.kocs)
    await native(Suggestions).replaceOne({ _id }, fields, { ...options, upsert: true });
  else await native(Suggestions).deleteOne({ _id }, options);
}

/** Works out one group now and keeps it. */
export async function refreshSuggestion(groupId: string): Promise<SuggestionRow> {
  const row = await suggestionNow(groupId);
  await asSystem('subgroups.suggest', (tx) => keep(tx, row));
  return row;
}

/** The fewest members with which a group can lack a KOC. */
const SMALLEST = 20;

/** Works out every group that is large enough, one after another; groups that are gone leave the list. */
export async function refreshSuggestions(): Promise<void> {
  for (const { id, memberCount } of groupDirectory.all())
    if (memberCount >= SMALLEST) await refreshSuggestion(id);
}

/** Suggestions as staff see them. */
export async function suggestionViews(rows: readonly SuggestionRow[]): Promise<KocSuggestion[]> {
  const names = await nicknames(rows.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)));
  return rows.map((row) => {
    const group = groupDirectory.get(row._id);
    const missing = Math.max(0, row.wanted - row.kocs);
    return {
      groupId: row._id,
      groupName: group?.name ?? '',
      unitName: group ? unitDirectory.nameOf(group.unitId) : '',
      members: row.members,
      prospects: row.prospects,
      kocs: row.kocs,
      wanted: row.wanted,
      missing,
      words: suggestionInWords(row),
      candidates: row.candidates.map((each) => ({
        ...each,
        name: names.get(each.personId) ?? '',
        why: candidateInWords(each),
      })),
      at: row.at.toISOString(),
    };
  });
}

type Console = (typeof contracts)['subGroups'];

/** Groups that lack KOCs within the actor's reach, the latest worked out first. */
export async function suggestionPage(
  actor: Actor,
  page: PageRequest,
): Promise<OutputOf<Console['suggestions']>> {
  const within = reachableGroupIds(actor, 'koc.read');
  return newestPage(
    Suggestions,
    'at',
    { ...(within ? { _id: { $in: within } } : {}) },
    page,
    suggestionViews,
  );
}

interface Approval {
  readonly groupId: string;
  readonly personId: string;
}

/**
 * Makes a candidate a KOC. Who was a candidate yesterday and is none now is refused.
 * Refuses `not_found`, `not_a_candidate`, and what `koc.appoint` refuses.
 */
export const approveCandidate = command('subgroups.approve-koc', {
  may: (actor, { groupId }: Approval) => void assertReachesGroup(actor, groupId, 'koc.write'),
  async run({ groupId, personId }: Approval, tx) {
    const { candidates } = await suggestionNow(groupId);
    const chosen = candidates.find((each) => each.personId === personId);
    if (!chosen) throw refuse('not_a_candidate', { field: 'personId' });
    await appointKoc.as(tx, tx.actor, { personId, tier: 'starter' });
    tx.audit({ subject: groupId, after: { koc: personId, why: candidateInWords(chosen) } });
  },
});

interface Dismissing {
  readonly groupId: string;
  readonly personId?: string | undefined;
  readonly reason: string;
  readonly days: number;
}

/** Not this group, or not this person, for a while. Refuses `not_found`. */
export const dismissSuggestion = command('subgroups.dismiss-suggestion', {
  may: (actor, { groupId }: Dismissing) => void assertReachesGroup(actor, groupId, 'koc.write'),
  async run({ groupId, personId, reason, days }: Dismissing, tx) {
    const until = new Date(tx.now.getTime() + days * DAY_MS);
    await native(Dismissals).replaceOne(
      { _id: personId === undefined ? groupId : `${groupId}:${personId}` },
      {
        groupId,
        ...(personId === undefined ? {} : { personId }),
        reason,
        by: actorName(tx.actor),
        at: tx.now,
        until,
      },
      { session: tx.session, upsert: true },
    );
    tx.audit({ subject: groupId, after: { dismissed: personId ?? 'group', reason, until } });
  },
});
