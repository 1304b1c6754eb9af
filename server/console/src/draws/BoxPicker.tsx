import { type Out, useApi, useRows } from '../api';
import { FindPick, optionsOf, type PickProps } from '../ui/FindPick';

const optionOf = ({ id, design }: Out<'draws', 'get'>) => ({ value: id, label: design.name });

const useOpen = (found: { q?: string }) =>
  optionsOf(useRows('draws', 'list', { limit: 20, state: 'open', ...found }), optionOf);
const useAll = (found: { q?: string }) =>
  optionsOf(useRows('draws', 'list', { limit: 20, ...found }), optionOf);

const useBox = (id: string | undefined) =>
  useApi('draws', 'get', { id: id ?? '' }, { enabled: id !== undefined }).data;
const useOne = (id: string | undefined) => {
  const box = useBox(id);
  return box && optionOf(box);
};
/** What was picked once and is closed by now still has its name. */
const useNamed = (id: string | undefined) => {
  const box = useBox(id);
  if (!box || box.state === 'open') return box && optionOf(box);
  return { value: box.id, label: `${box.design.name}（现在没开放）` };
};

type Picking = Omit<PickProps, 'onChange'> & { onChange: (boxId: string) => void };

/** Picks a box that is open, found by name. */
export const BoxPicker = ({ onChange, ...props }: Picking) => {
  const { rows, isLoading } = useOpen({});
  return (
    <FindPick
      {...props}
      name="选一个盲盒"
      placeholder={!isLoading && rows.length === 0 ? '还没有开放的盲盒，先去设计一个' : '选一个盲盒'}
      onChange={(id) => id !== undefined && onChange(id)}
      useFound={useOpen}
      useOne={useNamed}
    />
  );
};

/** Any box, found by name; none: all of them. */
export const BoxFind = (props: PickProps) => (
  <FindPick {...props} name="盲盒" placeholder="全部盲盒" clear useFound={useAll} useOne={useOne} />
);
