import { useRows } from '../api';
import { FindPick, optionsOf, type PickProps } from '../ui/FindPick';

const useFound = (found: { q?: string }) =>
  optionsOf(useRows('growth', 'people', { limit: 50, stage: 'koc', ...found }), ({ id, nickname }) => ({
    value: id,
    label: nickname,
  }));

/** One KOC who serves now, found by name; for whoever may see how KOCs grow, also without seeing what they earn. */
export const ServingPick = (props: PickProps & { clear?: boolean }) => (
  <FindPick {...props} name="KOC" placeholder="选一位 KOC" useFound={useFound} />
);
