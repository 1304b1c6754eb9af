import type { contracts, InputOf, OutputOf } from '@kouyi/shared/contracts';
import { presentIn } from '../groups';
import { reachedBy } from '../growth';
import { now } from '../kernel/clock';
import { refuseAnywhere } from '../kernel/refusals';
import { nicknames, selvesOf } from '../people';
import { subGroupsOf } from '../subgroups';
import { giverFacts, receiverFacts } from './facts';
import type { BudgetRow } from './model';
import { mayGive, mayReceive, mostFor } from './rules';
import { ownBudget } from './member-views';

type Member = (typeof contracts)['member'];

/** So many of a KOC's people are searched, the latest of each kind: more nobody knows by name. */
const SEARCHED = 2_000;

interface Known {
  readonly personId: string;
  readonly from: 'sub_group' | 'reached';
  readonly name: string;
}

// Building a collator is slow.
const byName = new Intl.Collator('zh-Hans-CN', { numeric: true });
const before = (a: Pick<Known, 'name' | 'personId'>, b: Pick<Known, 'name' | 'personId'>): number =>
  byName.compare(a.name, b.name) || (a.personId < b.personId ? -1 : Number(a.personId > b.personId));

/** Everybody whom a budget is for, by name, as far as they can be named. */
async function peopleOf(budget: BudgetRow): Promise<Known[]> {
  const { who, kocId } = budget;
  const groupIds =
    who === 'reached'
      ? []
      : (await subGroupsOf(await selvesOf(kocId))).flatMap(({ groupId }) => groupId ?? []);
  const [members, reached] = await Promise.all([
    presentIn(groupIds, SEARCHED),
    who === 'sub_group' ? [] : reachedBy(kocId),
  ]);
  const from = new Map<string, Known['from']>();
  for (const { personId } of reached) from.set(personId, 'reached');
  for (const { personId } of members) from.set(personId, 'sub_group');
  from.delete(kocId);
  const names = await nicknames([...from.keys()]);
  return [...from].flatMap(([personId, kind]) => {
    const name = names.get(personId);
    return name === undefined ? [] : [{ personId, from: kind, name }];
  });
}

/** To whom I may give of a budget, by name; whoever can't get anything is named with the reason. */
export async function candidates(
  personId: string,
  { id, q, cursor, limit }: InputOf<Member['budgetCandidates']>,
): Promise<OutputOf<Member['budgetCandidates']>> {
  const budget = await ownBudget(personId, id);
  const words = q?.toLowerCase() ?? '';
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const found = (await peopleOf(budget))
    .filter(({ name }) => name.toLowerCase().includes(words))
    .sort(before)
    .filter((each) => !after || before(each, after) > 0);
  const page = found.slice(0, limit);
  const giver = await giverFacts(budget, now());
  const facts = await receiverFacts(
    budget,
    page.map((each) => each.personId),
    now(),
  );
  const open = mayGive(giver);
  const last = page.at(-1);
  return {
    items: page.map((each) => {
      const to = facts.get(each.personId)!;
      const decision = open.accepted ? mayReceive(to, budget) : open;
      const most = decision.accepted ? mostFor(giver, to.got) : 0;
      const why = decision.accepted
        ? most === 0
          ? '已经到上限了。'
          : undefined
        : decision.refusal.message_zh;
      return { ...each, got: to.got, most, ...(why === undefined ? {} : { why }) };
    }),
    ...(found.length > page.length && last
      ? { nextCursor: Buffer.from(JSON.stringify([last.name, last.personId])).toString('base64url') }
      : {}),
  };
}

function readCursor(cursor: string): { name: string; personId: string } {
  try {
    const [name, personId] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (typeof name === 'string' && typeof personId === 'string') return { name, personId };
  } catch {
    // Told below, like any other cursor that is not ours.
  }
  throw refuseAnywhere('cursor_invalid', { field: 'cursor' });
}
