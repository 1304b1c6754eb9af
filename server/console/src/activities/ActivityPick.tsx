import { type Out, useApi, useRows } from '../api';
import { FindPick, optionsOf, type PickProps } from '../ui/FindPick';

const optionOf = ({ id, rule }: Out<'activities', 'get'>) => ({ value: id, label: rule.title });

const useFound = (found: { q?: string }) =>
  optionsOf(useRows('activities', 'list', { limit: 20, ...found }), optionOf);
const useOne = (id: string | undefined) => {
  const { data } = useApi('activities', 'get', { id: id ?? '' }, { enabled: id !== undefined });
  return data && optionOf(data);
};

/** One activity, found by name; it may be left out. */
export const ActivityPick = (props: PickProps) => (
  <FindPick {...props} name="活动" placeholder="写活动名来找" clear useFound={useFound} useOne={useOne} />
);
