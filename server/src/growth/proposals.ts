import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { groupBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { system } from '../kernel/actor';
import { insertRows, native } from '../kernel/store';
import { appointKoc } from '../koc';
import { staffAmong } from '../people';
import { blacklistedAmong } from '../risk';
import type { History } from './history';
import { type GrowerRow, type ProposalRow, Proposals } from './model';
import type { Placed } from './place';
import { ASK_AGAIN_DAYS } from './rules';
import { type Book, metInWords, missingInWords, rulesOn } from './stages';

/** Somebody who was looked at. */
export interface Candidate {
  readonly row: GrowerRow;
  /** Whoever is seen as one with them. */
  readonly others: readonly GrowerRow[];
  /** What all of them did. */
  readonly history: History;
  readonly placed: Placed;
}

/**
 * Asks the operator for whoever reached the last stage without being a KOC, and for KOCs who once met the standard
 * and do no longer; takes back what has become pointless. Where the rules say so, the person is appointed at once.
 * Staff and people on the blacklist are not proposed; of several identities of one person only the one that stands
 * for them is.
 */
export async function settleProposals(tx: Tx, candidates: readonly Candidate[], book: Book): Promise<void> {
  // Nobody else ever wanted anything: the others cost no look.
  const grown = candidates.filter(
    ({ row, others, placed }) =>
      placed.wants !== undefined || [row, ...others].some(({ graduated }) => graduated),
  );
  if (grown.length === 0) return;
  const ids = grown.flatMap(({ row, others }) => [row, ...others].map(({ _id }) => _id));
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
  for (const { row, others, history, placed } of grown) {
    const own = known.get(row._id) ?? [];
    const ofOthers = others.flatMap(({ _id }) => known.get(_id) ?? []);
    for (const other of ofOthers)
      if (other.state === 'open') await withdraw(tx, other, '和另一个身份合成了一位');
    const open = own.find(({ state }) => state === 'open');
    const out = [row, ...others].some(({ _id }) => staff.has(_id))
      ? '是自己的伙伴'
      : blacklisted.has(row._id)
        ? '在黑名单里'
        : undefined;
    const wants = out === undefined ? placed.wants : undefined;
    if (open && open.kind !== wants) await withdraw(tx, open, pointlessIn(open, placed, out));
    if (wants === undefined || open?.kind === wants) continue;
    const refused = [...own, ...ofOthers].find(({ state, kind }) => state === 'refused' && kind === wants);
    const againDay = refused?.decidedAt ? shanghaiDay(refused.decidedAt) + ASK_AGAIN_DAYS : undefined;
    if (againDay !== undefined && againDay > today) {
      const again = shanghaiInstant(againDay);
      if (!row.dueAt || row.dueAt > again) row.dueAt = again;
      continue;
    }
    if (wants === 'appoint' && rules.onGraduation === 'appoint' && placed.standing.stage === 'koc')
      await appointKoc.as(tx, system('growth'), { personId: row._id, tier: 'starter' });
    else await propose(tx, row, wants, reasonFor(history, wants, book, today));
  }
}

const reasonFor = (history: History, wants: 'appoint' | 'end', book: Book, today: number): string => {
  const rule = rulesOn(book, today).rules.stages.koc;
  return wants === 'appoint'
    ? metInWords(history, rule, today) || '按规则走到了最后一个阶段，还在宽限期里'
    : `KOC 的条件断了超过宽限的天数：${missingInWords(history, rule, today)}`;
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

/** Why what was asked needs no answer any more; `out`: they are nobody to be proposed. */
function pointlessIn({ kind }: ProposalRow, { stage }: Placed, out: string | undefined): string {
  if (kind === 'end') return '又达到标准了，或者已经结束了';
  return stage === 'koc' ? '已经任命了' : (out ?? '条件没有保持住');
}

async function withdraw(tx: Tx, { _id }: ProposalRow, answer: string): Promise<void> {
  await native(Proposals).updateOne(
    { _id },
    { $set: { state: 'withdrawn', decidedAt: tx.now, answer } },
    { session: tx.session },
  );
}
