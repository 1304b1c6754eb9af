import { useRows } from '../api';
import { FindPick, optionsOf, type PickProps } from '../ui/FindPick';

const useFound = (found: { q?: string }) =>
  optionsOf(useRows('people', 'list', { limit: 20, ...found }), ({ id, nickname, identities }) => ({
    value: id,
    label: `${nickname}（${identities[0]?.value ?? ''}）`,
  }));

/** One person, found by nickname or identity. */
export const PersonPick = (props: PickProps) => (
  <FindPick {...props} name="会员" placeholder="写昵称来找" useFound={useFound} />
);
