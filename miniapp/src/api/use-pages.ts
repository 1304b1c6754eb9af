import { useEffect, useRef, useState } from 'react';
import { useReachBottom } from '@/platform/page';
import { call } from './call';
import type { Refusal } from './refusal';
import type { AnswerOf, AskOf } from './routes';
import { session } from './session';
import { type Asked, useAnswer } from './use-answer';

/** Routes whose answer is one page of a longer list. */
type PagedRoute =
  | 'member.points'
  | 'member.draws'
  | 'member.cabinet'
  | 'member.coupons'
  | 'member.notices'
  | 'member.earningLines'
  | 'member.withdrawals'
  | 'member.products'
  | 'member.myLinks'
  | 'member.kocReached'
  | 'member.materials'
  | 'member.subGroupMembers'
  | 'member.rightClaims'
  | 'member.budgets'
  | 'member.budgetCandidates'
  | 'member.gifts'
  | 'member.lessons'
  | 'member.wishes';
type ItemOf<N extends PagedRoute> = AnswerOf<N> extends { items: (infer I)[] } ? I : never;

/** A list that is fetched page by page. */
interface Pages<N extends PagedRoute> {
  /** The first page, with everything else its answer says. */
  first: Asked<AnswerOf<N>>;
  /** What was fetched so far, in the list's order. */
  items: readonly ItemOf<N>[];
  /** Whether there is more. */
  hasMore: boolean;
  /** Whether more than the first page was fetched. */
  past: boolean;
  busy: boolean;
  /** Why the next page did not come. */
  refusal?: Refusal;
  more: () => Promise<void>;
  /** Begins anew with the first page: a new one shifts what follows. */
  restart: () => Promise<void>;
}

interface Later<N extends PagedRoute> {
  key: string;
  /** Where the first page ended when it was asked for. */
  after: string;
  items: ItemOf<N>[];
  nextCursor?: string;
}

interface PageAnswer<I> {
  items: I[];
  nextCursor?: string;
}

/** Every paged answer has these two, which the compiler can't see while the route is open. */
const pageIn = <N extends PagedRoute>(answer: AnswerOf<N> | undefined) =>
  answer as unknown as PageAnswer<ItemOf<N>> | undefined;

const PAGE_SIZE = 30;

/** Fetches a list page by page, the next one when the end comes into sight. */
export const usePages = <N extends PagedRoute>(
  name: N,
  input: Omit<AskOf<N>, 'cursor' | 'limit'>,
): Pages<N> => {
  const asked = { ...input, limit: PAGE_SIZE };
  const key = JSON.stringify(asked);
  const first = useAnswer(name, asked as AskOf<N>, { on: session() !== undefined });
  const [laterOf, setLater] = useState<Later<N>>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const latest = useRef(key);
  latest.current = key;
  const end = pageIn<N>(first.value)?.nextCursor;
  // What follows belongs to the question it was asked with, and to a first page that still ends where it did.
  const later = laterOf?.key === key && laterOf.after === end ? laterOf : undefined;
  const cursor = later ? later.nextCursor : end;
  const more = async (): Promise<void> => {
    if (!cursor || !end || busy) return;
    setBusy(true);
    const answer = await call(name, { ...asked, cursor } as AskOf<N>);
    setBusy(false);
    if (latest.current !== key) return;
    setRefusal(answer.ok ? undefined : answer.refusal);
    const page = answer.ok ? pageIn<N>(answer.value) : undefined;
    if (page)
      setLater({
        key,
        after: end,
        items: [...(later?.items ?? []), ...page.items],
        nextCursor: page.nextCursor,
      });
  };
  useReachBottom(() => void more());
  const anew = useRef(false);
  // What was there stays until the new first page is there: without a network nothing is lost.
  useEffect(() => {
    if (anew.current) setLater(undefined);
    anew.current = false;
  }, [first.value]);
  const { refresh } = first;
  return {
    first,
    items: [...(pageIn<N>(first.value)?.items ?? []), ...(later?.items ?? [])],
    hasMore: cursor !== undefined,
    past: later !== undefined,
    busy,
    refusal,
    more,
    restart: async () => {
      anew.current = true;
      await refresh();
    },
  };
};
