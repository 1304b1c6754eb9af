import { Select } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { useStill } from '../ui/use';

/** Several people, found by nickname; those who were chosen keep their names while one looks for others. */
export const PeoplePick = ({
  value = [],
  onChange,
}: {
  value?: string[];
  onChange?: (ids: string[]) => void;
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q);
  const [names, setNames] = useState<Record<string, string>>({});
  const found = useApi('people', 'list', { limit: 20, ...(asked ? { q: asked } : {}) }, { keep: true });
  const options = (found.data?.items ?? []).map(({ id, nickname }) => ({ value: id, label: nickname }));
  const unseen = value.filter((id) => !options.some((option) => option.value === id));
  return (
    <Select
      mode="multiple"
      aria-label="哪几位"
      placeholder="写昵称来找"
      maxCount={200}
      showSearch={{ filterOption: false, onSearch: setQ }}
      value={value}
      onChange={(ids: string[]) => {
        setNames({
          ...names,
          ...Object.fromEntries(
            options
              .filter((option) => ids.includes(option.value))
              .map((option) => [option.value, option.label]),
          ),
        });
        onChange?.(ids);
      }}
      options={[...options, ...unseen.map((id) => ({ value: id, label: names[id] ?? '选好的一位' }))]}
    />
  );
};
