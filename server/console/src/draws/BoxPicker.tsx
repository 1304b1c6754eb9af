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
  return (
    <Select
      aria-label="选一个盲盒"
      placeholder={boxes.data?.items.length === 0 ? '还没有开放的盲盒，先去设计一个' : '选一个盲盒'}
      loading={boxes.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      onChange={(id: string | null) => id !== null && onChange(id)}
      options={(boxes.data?.items ?? []).map(({ id, design }) => ({ value: id, label: design.name }))}
    />
  );
};
