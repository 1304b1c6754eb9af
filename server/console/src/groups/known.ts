import type { GroupView } from '@kouyi/shared/contracts';
import { useQueries } from '@tanstack/react-query';
import { call } from '../api';

/** Groups by their ids, however far down the list they stand; those that are not to be seen are left out. */
export const useGroups = (ids: readonly string[]): GroupView[] =>
  useQueries({
    queries: ids.map((id) => ({
      queryKey: ['groups', 'get', { id }],
      queryFn: () => call('groups', 'get', { id }),
      retry: false,
    })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
