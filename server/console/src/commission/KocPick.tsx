import { Select } from 'antd';
import { useApi } from '../api';

/** One KOC; there are few enough to choose from a list. */
export const KocPick = ({
  value,
  onChange,
}: {
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
}) => {
  const kocs = useApi('koc', 'list', { limit: 200 });
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      placeholder="选一位 KOC"
      aria-label="KOC"
      style={{ minWidth: 160 }}
      value={value ?? null}
      onChange={(id: string | null) => onChange?.(id ?? undefined)}
      options={(kocs.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))}
    />
  );
};
