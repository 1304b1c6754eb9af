import { Select } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { useStill } from '../ui/use';

/** One product, found by typing. */
export const ProductPick = ({
  value,
  onChange,
}: {
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const found = useApi('products', 'list', { limit: 20, ...(asked ? { q: asked } : {}) }, { keep: true });
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setQ }}
      allowClear
      placeholder="写商品名或编码来找"
      aria-label="商品"
      value={value ?? null}
      onChange={(id: string | null) => onChange?.(id ?? undefined)}
      options={(found.data?.items ?? []).map(({ id, name, code }) => ({
        value: id,
        label: `${name}（${code}）`,
      }))}
    />
  );
};
