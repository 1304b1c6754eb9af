import { Select } from 'antd';
import { useApi } from '../api';

/** Picks a box that is open. */
export const BoxPicker = ({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (boxId: string) => void;
}) => {
  const boxes = useApi('draws', 'list', { limit: 200, state: 'open' });
  const open = boxes.data?.items ?? [];
  const isOpen = open.some(({ id }) => id === value);
  // What was picked once and is closed by now still has its name.
  const picked = useApi(
    'draws',
    'get',
    { id: value ?? '' },
    { enabled: boxes.isSuccess && value !== undefined && !isOpen },
  );
  const closed = isOpen ? undefined : picked.data;
  return (
    <Select
      aria-label="选一个盲盒"
      placeholder={boxes.isSuccess && open.length === 0 ? '还没有开放的盲盒，先去设计一个' : '选一个盲盒'}
      loading={boxes.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      onChange={(id: string | null) => id !== null && onChange(id)}
      options={[
        ...(closed ? [{ value: closed.id, label: `${closed.design.name}（现在没开放）` }] : []),
        ...open.map(({ id, design }) => ({ value: id, label: design.name })),
      ]}
    />
  );
};
