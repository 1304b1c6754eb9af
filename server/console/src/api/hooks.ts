import {
  type InfiniteData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { call } from './client';
import { Refused } from './failure';
import type { Domain, In, Name, Out } from './routes';

/** One cache for the whole console. Refusals are final; a lost connection is tried twice more. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 3_000,
        retry: (count, failure) => !(failure instanceof Refused) && count < 2,
        refetchOnWindowFocus: true,
      },
      // What is sent is sent now or not at all: waiting for the network, it would go off later, without what was
      // changed since.
      mutations: { retry: false, networkMode: 'always' },
    },
  });

interface Watch {
  /** Milliseconds between looks; 0 or absent: only when asked. */
  everyMs?: number | undefined;
  enabled?: boolean | undefined;
  /** Show the last answer while the next one, for another input, is on its way. */
  keep?: boolean | undefined;
}

/** Reads; the answer is shared by everything that asks the same. */
export const useApi = <D extends Domain, N extends Name<D>>(
  domain: D,
  name: N,
  input: In<D, N>,
  { everyMs, enabled = true, keep = false }: Watch = {},
): UseQueryResult<Out<D, N>> =>
  useQuery<Out<D, N>>({
    queryKey: [domain, name, input],
    queryFn: ({ signal }) => call(domain, name, input, signal),
    enabled,
    ...(everyMs ? { refetchInterval: everyMs } : {}),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });

/** The rows of a paged list so far, and how to get more. */
export interface Rows<T> {
  rows: T[];
  isLoading: boolean;
  failure: unknown;
  more: (() => void) | undefined;
  isMore: boolean;
  retry: () => void;
}

type Item<O> = O extends { items: (infer T)[] } ? T : never;

/** Reads a list page by page, following the server's cursor. */
export const useRows = <D extends Domain, N extends Name<D>>(
  domain: D,
  name: N,
  input: Omit<In<D, N>, 'cursor'>,
  { everyMs, enabled = true }: Watch = {},
): Rows<Item<Out<D, N>>> => {
  type Page = { items: Item<Out<D, N>>[]; nextCursor?: string };
  const query = useInfiniteQuery<Page, Error, InfiniteData<Page>, readonly unknown[], string | undefined>({
    queryKey: [domain, name, 'rows', input],
    queryFn: ({ pageParam, signal }) =>
      call(
        domain,
        name,
        { ...input, ...(pageParam ? { cursor: pageParam } : {}) } as In<D, N>,
        signal,
      ) as Promise<unknown> as Promise<Page>,
    initialPageParam: undefined,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    enabled,
    // All pages are read again at once: who has gone on reading back is left in peace.
    refetchInterval: ({ state }) => (everyMs && (state.data?.pages.length ?? 0) <= 1 ? everyMs : false),
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= 1,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.items) ?? [],
    isLoading: query.isPending && enabled,
    failure: query.error,
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isMore: query.isFetchingNextPage,
    retry: () => void query.refetch(),
  };
};

interface Then<D extends Domain, N extends Name<D>> {
  /** Domains whose answers are read again afterwards; the call's own domain always is. */
  refresh?: Domain[];
  then?: (answer: Out<D, N>, input: In<D, N>) => void;
}

/** What was read of these domains is read again; figures of them all are in the insights. */
const readAgain = (client: QueryClient, domains: Domain[]): void => {
  for (const touched of new Set<Domain>([...domains, 'insights']))
    void client.invalidateQueries({ queryKey: [touched] });
};

/** Writes. Failures stay in `error`, for the caller to show beside what caused them. */
export const useSend = <D extends Domain, N extends Name<D>>(
  domain: D,
  name: N,
  { refresh = [], then }: Then<D, N> = {},
): UseMutationResult<Out<D, N>, Error, In<D, N>> => {
  const client = useQueryClient();
  return useMutation<Out<D, N>, Error, In<D, N>>({
    mutationFn: (input) => call(domain, name, input),
    onSuccess: (answer, input) => {
      readAgain(client, [domain, ...refresh]);
      then?.(answer, input);
    },
  });
};

// Who is asked to sign in again, or to wait a moment, is so for the rest as well.
const isItsOwn = (failure: unknown): failure is Refused =>
  failure instanceof Refused && failure.status !== 401 && failure.status !== 429;

/**
 * Writes one after another, in this order, and says of each what came of it. What is refused keeps none of the rest;
 * what would stop them all (no connection, no session) is thrown, and they are not sent.
 */
export const useSendEach = <D extends Domain, N extends Name<D>>(
  domain: D,
  name: N,
): ((inputs: In<D, N>[], onEach: (input: In<D, N>, came: Out<D, N> | Refused) => void) => Promise<void>) => {
  const client = useQueryClient();
  return async (inputs, onEach) => {
    try {
      for (const input of inputs)
        try {
          onEach(input, await call(domain, name, input));
        } catch (failure) {
          if (!isItsOwn(failure)) throw failure;
          onEach(input, failure);
        }
    } finally {
      readAgain(client, [domain]);
    }
  };
};
