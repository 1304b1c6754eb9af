import { useRows } from '../api';
import { FindPick, optionsOf, type PickProps } from '../ui/FindPick';

const useFound = (found: { q?: string }) =>
  optionsOf(useRows('koc', 'list', { limit: 50, ...found }), ({ id, nickname }) => ({
    value: id,
    label: nickname,
  }));

/** One KOC, found by name or code. */
export const KocPick = (props: PickProps) => (
  <FindPick {...props} name="KOC" placeholder="写昵称或推荐码来找" clear useFound={useFound} />
);
