import { useApi } from '../api';
import { FindPick, type PickProps } from '../ui/FindPick';

const useFound = (found: { q?: string }) =>
  (useApi('people', 'list', { limit: 20, ...found }, { keep: true }).data?.items ?? []).map(
    ({ id, nickname, identities }) => ({ value: id, label: `${nickname}（${identities[0]?.value ?? ''}）` }),
  );

/** One person, found by nickname or identity. */
export const PersonPick = (props: PickProps) => (
  <FindPick {...props} name="会员" placeholder="写昵称来找" useFound={useFound} />
);
