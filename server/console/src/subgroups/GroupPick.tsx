import { useRows } from '../api';
import { FindPick, optionsOf, type PickProps } from '../ui/FindPick';

const useFound = (found: { q?: string }) =>
  optionsOf(useRows('groups', 'list', { limit: 20, ...found }), ({ id, name, unitName, memberCount }) => ({
    value: id,
    label: `${name}（${unitName}，${memberCount} 人）`,
  }));

/** One group, found by name. */
export const GroupPick = (props: PickProps & { clear?: boolean }) => (
  <FindPick {...props} name="群" placeholder="写群名来找" useFound={useFound} />
);
