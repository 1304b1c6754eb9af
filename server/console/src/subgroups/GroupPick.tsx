import { Select } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { useStill } from '../ui/use';

/** One group, found by name. */
export const GroupPick = ({
  value,
  onChange,
}: {
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const found = useApi('groups', 'list', { limit: 20, ...(asked ? { q: asked } : {}) }, { keep: true });
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setQ }}
      placeholder="写群名来找"
      aria-label="群"
      value={value ?? null}
      onChange={(id: string | null) => onChange?.(id ?? undefined)}
      options={(found.data?.items ?? []).map(({ id, name, unitName, memberCount }) => ({
        value: id,
        label: `${name}（${unitName}，${memberCount} 人）`,
      }))}
    />
  );
};
