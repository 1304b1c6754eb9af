import { shanghaiDay, textToDay } from '@kouyi/shared/rules/time';
import type { GrowthRules, GrowthStanding, KocTier } from '@kouyi/shared/types';
import { type Actor, actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { insertRows, native } from '../kernel/store';
import { appointKoc, endKoc, kocsAmong } from '../koc';
import { assertEverywhere } from '../org';
import { identitiesOf, personExists } from '../people';
import { Growers, type ProposalRow, Proposals, type RulesRow, RulesRows } from './model';
import { assertRules, refuse } from './rules';
import { growthBook } from './rule-book';
import { takeIn } from './take';

const mayWrite = (actor: Actor): void => assertEverywhere(actor, 'koc.write');

/**
 * Puts a person into a stage until so many days have passed; from then on the rules count again.
 * @throws Refusal `not_found`, `growth_is_koc` (409) or `growth_same_stage` (409).
 */
export const moveGrower = command('growth.move', {
  may: mayWrite,
  async run(
    { id, to, days, reason }: { id: string; to: GrowthStanding; days: number; reason: string },
    tx,
  ): Promise<{ stage: GrowthStanding }> {
    if (!(await personExists(id))) throw refuseAnywhere('not_found');
    const [root = id] = await identitiesOf(id, tx.session);
    const options = { session: tx.session };
    const before = await native(Growers).findOne({ _id: root }, options);
    if (before?.stage === 'koc') throw refuse('growth_is_koc');
    if ((before?.stage ?? 'none') === to) throw refuse('growth_same_stage', { field: 'to' });
    const manual = { to, untilDay: shanghaiDay(tx.now) + days, by: actorName(tx.actor), reason };
    await native(Growers).updateOne(
      { _id: root },
      {
        $set: { manual },
        $setOnInsert: { history: {}, stage: 'none', since: tx.now, book: 0 },
      },
      { ...options, upsert: true },
    );
    await takeIn(tx, { look: [root] });
    tx.audit({
      subject: root,
      before: { stage: before?.stage ?? 'none' },
      after: { stage: to, days, reason },
    });
    return { stage: to };
  },
});

/**
 * Does what is proposed: appoints the person, or ends them as a KOC.
 * @throws Refusal `not_found`, `proposal_decided` (409), and whatever appointing or ending refuses.
 */
export const approveProposal = command('growth.approve', {
  may: mayWrite,
  async run({ id, tier, answer }: { id: string; tier: KocTier; answer?: string | undefined }, tx) {
    const proposal = await openProposal(tx, id);
    const { personId, kind, reason } = proposal;
    if (kind === 'appoint') await appointKoc.as(tx, tx.actor, { personId, tier });
    else
      for (const koc of await inOfficeAs(tx, personId))
        await endKoc.as(tx, tx.actor, { id: koc, reason: answer ?? reason.slice(0, 200) });
    return decide(tx, proposal, 'approved', answer);
  },
});

/** By which of their identities somebody is a KOC; by none: themself, and whoever ends them says what is wrong. */
async function inOfficeAs(tx: Tx, personId: string): Promise<string[]> {
  const kocs = await kocsAmong(await identitiesOf(personId, tx.session), tx.session);
  const inOffice = [...kocs.values()].flatMap(({ _id, endedAt }) => (endedAt ? [] : _id));
  return inOffice.length > 0 ? inOffice : [personId];
}

/** Leaves it as it is. @throws Refusal `not_found` or `proposal_decided` (409). */
export const refuseProposal = command('growth.refuse', {
  may: mayWrite,
  async run({ id, answer }: { id: string; answer: string }, tx) {
    return decide(tx, await openProposal(tx, id), 'refused', answer);
  },
});

async function openProposal(tx: Tx, id: string): Promise<ProposalRow> {
  const row = await native(Proposals).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  if (row.state !== 'open') throw refuse('proposal_decided');
  return row;
}

async function decide(
  tx: Tx,
  row: ProposalRow,
  state: 'approved' | 'refused',
  answer: string | undefined,
): Promise<ProposalRow> {
  const decided = {
    state,
    decidedAt: tx.now,
    decidedBy: actorName(tx.actor),
    ...(answer === undefined ? {} : { answer }),
  };
  await native(Proposals).updateOne({ _id: row._id }, { $set: decided }, { session: tx.session });
  tx.audit({ subject: row.personId, after: { proposal: row.kind, state, answer } });
  return { ...row, ...decided };
}

/**
 * A new version of the rules, from the beginning of a Shanghai day. What was saved for later than that never counts.
 * @throws Refusal `growth_rules_contradict`, `growth_rules_backdated` or `version_moved_on` (409).
 */
export const saveRules = command('growth.save-rules', {
  may: mayWrite,
  async run(
    input: { rules: GrowthRules; from?: string | undefined; baseVersion: number },
    tx,
  ): Promise<void> {
    const { rules, from, baseVersion } = input;
    assertRules(rules);
    const today = shanghaiDay(tx.now);
    const fromDay = from === undefined ? today : textToDay(from);
    if (fromDay === undefined || fromDay < today) throw refuse('growth_rules_backdated', { field: 'from' });
    const latest = await native(RulesRows)
      .find({}, { session: tx.session })
      .sort({ version: -1 })
      .limit(1)
      .next();
    if ((latest?.version ?? 0) !== baseVersion) throw refuseAnywhere('version_moved_on');
    const row: RulesRow = {
      // Two who save at once would write the same id: one of them is told to look again.
      _id: `rules:${baseVersion + 1}`,
      version: baseVersion + 1,
      fromDay,
      rules,
      savedAt: tx.now,
      savedBy: actorName(tx.actor),
    };
    const before = (await growthBook(tx.session)).at(-1)!.rules;
    await insertRows(tx.session, RulesRows, [row]);
    tx.audit({ subject: 'growth', before, after: { ...rules, fromDay } });
  },
});
