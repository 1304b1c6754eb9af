import { Select } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { useStill } from '../ui/use';

/** One KOC who serves now, found by name; for whoever may see how KOCs grow, also without seeing what they earn. */
export const ServingPick = ({
  value,
  onChange,
  clear = false,
}: {
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
  clear?: boolean;
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const found = useApi(
    'growth',
    'people',
    { limit: 50, stage: 'koc', ...(asked ? { q: asked } : {}) },
    { keep: true },
  );
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setQ }}
      allowClear={clear}
      placeholder="选一位 KOC"
      aria-label="KOC"
      style={{ minWidth: 180 }}
      value={value ?? null}
      onChange={(id: string | null | undefined) => onChange?.(id ?? undefined)}
      options={(found.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }))}
    />
  );
};
