import { Select } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { useStill } from '../ui/use';

/** One person, found by nickname or identity. */
export const PersonPick = ({
  value,
  onChange,
}: {
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const found = useApi('people', 'list', { limit: 20, ...(asked ? { q: asked } : {}) }, { keep: true });
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setQ }}
      placeholder="写昵称来找"
      aria-label="会员"
      value={value ?? null}
      onChange={(id: string | null) => onChange?.(id ?? undefined)}
      options={(found.data?.items ?? []).map(({ id, nickname, identities }) => ({
        value: id,
        label: `${nickname}（${identities[0]?.value ?? ''}）`,
      }))}
    />
  );
};
