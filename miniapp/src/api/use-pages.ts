import { useCallback, useEffect, useRef, useState } from 'react';
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
  /** Asks anew for everything that was read so far: who comes back finds the place again, and nothing that is old. */
  refresh: () => Promise<void>;
  /** Begins anew with the first page, for who pulls the list down from its top. */
  restart: () => Promise<void>;
}

/** What was read after the first page. */
interface Later<N extends PagedRoute> {
  key: string;
  /** The first page that it follows. */
  first: AnswerOf<N>;
  items: ItemOf<N>[];
  nextCursor?: string;
}

interface PageAnswer<I> {
  items: I[];
  nextCursor?: string;
}

/** Every paged answer has these two, which the compiler can't see while the route is open. */
const pageIn = <N extends PagedRoute>(answer: AnswerOf<N>) => answer as unknown as PageAnswer<ItemOf<N>>;

const PAGE_SIZE = 30;
/** The longest page the server gives. */
const PAGE_MOST = 200;

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
  const later = laterOf?.key === key ? laterOf : undefined;
  // While what follows a new first page is on its way, the list stands as it was read.
  const head = later?.first ?? first.value;
  const cursor = later ? later.nextCursor : head && pageIn<N>(head).nextCursor;
  const latest = useRef({ key, value: first.value, later });
  latest.current = { key, value: first.value, later };

  const ask = async (from: string, limit: number): Promise<PageAnswer<ItemOf<N>> | undefined> => {
    const answer = await call(name, { ...asked, limit, cursor: from } as AskOf<N>);
    if (latest.current.key !== key) return undefined;
    setRefusal(answer.ok ? undefined : answer.refusal);
    return answer.ok ? pageIn<N>(answer.value) : undefined;
  };
  const more = async (): Promise<void> => {
    if (!cursor || !head || busy) return;
    setBusy(true);
    const page = await ask(cursor, PAGE_SIZE);
    setBusy(false);
    if (!page) return;
    const items = [...(later?.items ?? []), ...page.items];
    // It continues the list it was asked for; one that was read anew meanwhile has its own end.
    setLater((now) =>
      now?.key === key && now.first !== head ? now : { key, first: head, items, nextCursor: page.nextCursor },
    );
  };
  useReachBottom(() => void more());

  /** Reads after a new first page as far as was read after the one before; all of it, or the list stays as it is. */
  const follow = async (value: AnswerOf<N>): Promise<void> => {
    const items: ItemOf<N>[] = [];
    const missing = (): number => (latest.current.later?.items.length ?? 0) - items.length;
    let { nextCursor } = pageIn<N>(value);
    while (nextCursor !== undefined && missing() > 0) {
      const page = await ask(nextCursor, Math.min(PAGE_MOST, missing()));
      if (!page) return;
      items.push(...page.items);
      nextCursor = page.nextCursor;
    }
    if (latest.current.value === value) setLater({ key, first: value, items, nextCursor });
  };
  const fromTop = useRef(false);
  useEffect(() => {
    if (!later || first.value === undefined || first.value === later.first) return;
    if (fromTop.current) setLater(undefined);
    else void follow(first.value);
    fromTop.current = false;
  }, [first.value, later?.first]);

  const { refresh: refreshFirst } = first;
  const refresh = useCallback((): Promise<void> => {
    fromTop.current = false;
    return refreshFirst();
  }, [refreshFirst]);
  const restart = useCallback((): Promise<void> => {
    fromTop.current = true;
    return refreshFirst();
  }, [refreshFirst]);
  return {
    first,
    items: head ? [...pageIn<N>(head).items, ...(later?.items ?? [])] : [],
    hasMore: cursor !== undefined,
    past: later !== undefined,
    busy,
    refusal,
    more,
    refresh,
    restart,
  };
};
