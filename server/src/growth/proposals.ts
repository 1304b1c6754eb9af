import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { groupBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { system } from '../kernel/actor';
import { insertRows, native } from '../kernel/store';
import { appointKoc } from '../koc';
import { staffAmong } from '../people';
import { blacklistedAmong } from '../risk';
import { type GrowerRow, type ProposalRow, Proposals } from './model';
import type { Placed } from './place';
import { ASK_AGAIN_DAYS } from './rules';
import { type Book, metInWords, missingInWords, rulesOn } from './stages';

interface Candidate {
  readonly row: GrowerRow;
  readonly placed: Placed;
}

/**
 * Asks the operator for whoever reached the last stage without being a KOC, and for KOCs who once met the standard
 * and do no longer; takes back what has become pointless. Where the rules say so, the person is appointed at once.
 * Staff and people on the blacklist are not proposed.
 */
export async function settleProposals(tx: Tx, candidates: readonly Candidate[], book: Book): Promise<void> {
  // Nobody else ever wanted anything: the others cost no look.
  const grown = candidates.filter(({ row, placed }) => placed.wants !== undefined || row.graduated);
  if (grown.length === 0) return;
  const ids = grown.map(({ row }) => row._id);
  const known = groupBy(
    await native(Proposals)
      .find({ personId: { $in: ids } }, { session: tx.session })
      .sort({ at: -1 })
      .toArray(),
    ({ personId }) => personId,
  );
  const [staff, blacklisted] = [await staffAmong(ids), await blacklistedAmong(ids)];
  const today = shanghaiDay(tx.now);
  const { rules } = rulesOn(book, today);
  for (const { row, placed } of grown) {
    const own = known.get(row._id) ?? [];
    const open = own.find(({ state }) => state === 'open');
    const wants = staff.has(row._id) || blacklisted.has(row._id) ? undefined : placed.wants;
    if (open && open.kind !== wants) await withdraw(tx, open, wants === undefined ? placed : undefined);
    if (wants === undefined || open?.kind === wants) continue;
    const refused = own.find(({ state, kind }) => state === 'refused' && kind === wants);
    const againDay = refused?.decidedAt ? shanghaiDay(refused.decidedAt) + ASK_AGAIN_DAYS : undefined;
    if (againDay !== undefined && againDay > today) {
      const again = shanghaiInstant(againDay);
      if (!row.dueAt || row.dueAt > again) row.dueAt = again;
      continue;
    }
    if (wants === 'appoint' && rules.onGraduation === 'appoint' && placed.standing.stage === 'koc')
      await appointKoc.as(tx, system('growth'), { personId: row._id, tier: 'starter' });
    else await propose(tx, row, wants, reasonFor(row, wants, book, today));
  }
}

const reasonFor = (row: GrowerRow, wants: 'appoint' | 'end', book: Book, today: number): string => {
  const rule = rulesOn(book, today).rules.stages.koc;
  return wants === 'appoint'
    ? metInWords(row.history, rule, today) || '按规则走到了最后一个阶段，还在宽限期里'
    : `KOC 的条件断了超过宽限的天数：${missingInWords(row.history, rule, today)}`;
};

async function propose(tx: Tx, row: GrowerRow, kind: ProposalRow['kind'], reason: string): Promise<void> {
  await insertRows(tx.session, Proposals, [
    {
      _id: newId('gpr'),
      personId: row._id,
      kind,
      state: 'open',
      at: tx.now,
      reason,
      ...(row.score === undefined ? {} : { score: row.score }),
    },
  ]);
}

async function withdraw(tx: Tx, { _id, kind }: ProposalRow, placed: Placed | undefined): Promise<void> {
  const answer =
    kind === 'appoint'
      ? placed?.stage === 'koc'
        ? '已经任命了'
        : '条件没有保持住'
      : '又达到标准了，或者已经结束了';
  await native(Proposals).updateOne(
    { _id },
    { $set: { state: 'withdrawn', decidedAt: tx.now, answer } },
    { session: tx.session },
  );
}
