import { Select } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { noneWords } from '../ui/none';
import { useStill } from '../ui/use';

/** Picks one tag by name; asks the server, so that hundreds are no trouble. */
export const TagSelect = ({
  value,
  onChange,
  mode,
}: {
  value: string;
  onChange: (id: string) => void;
  mode?: 'manual' | 'computed';
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q, 200);
  const input = { limit: 50, ...(asked ? { q: asked } : {}), ...(mode ? { mode } : {}) };
  const found = useApi('tags', 'list', input, { keep: true });
  const rows = found.data?.items ?? [];
  const picked = useApi('tags', 'get', { id: value }, { enabled: value !== '' });
  const named = picked.data && !rows.some(({ id }) => id === value) ? [...rows, picked.data] : rows;
  return (
    <Select
      aria-label="标签"
      placeholder="选一个标签"
      style={{ minWidth: 200, flex: 1 }}
      {...(value === '' ? {} : { value })}
      onChange={onChange}
      loading={found.isFetching}
      // What is known narrows with each letter: a list that changes a moment later moves under the finger.
      showSearch={{ optionFilterProp: 'label', onSearch: setQ }}
      notFoundContent={noneWords({ typed: q, asked, isFetching: found.isFetching, of: '标签' })}
      options={named.map(({ id, name, people }) => ({ value: id, label: `${name}（${people} 人）` }))}
    />
  );
};

/** Picks one segment by name; `onPick` also hears what it is called. */
export const SegmentSelect = ({
  value,
  onChange,
  placeholder = '选一个人群',
  clearable = false,
}: {
  value: string;
  onChange: (id: string, name: string) => void;
  placeholder?: string;
  clearable?: boolean;
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q, 200);
  const found = useApi('segments', 'list', { limit: 50, ...(asked ? { q: asked } : {}) }, { keep: true });
  const rows = found.data?.items ?? [];
  const picked = useApi('segments', 'get', { id: value }, { enabled: value !== '' });
  const named = picked.data && !rows.some(({ id }) => id === value) ? [...rows, picked.data] : rows;
  return (
    <Select
      aria-label="人群"
      placeholder={placeholder}
      allowClear={clearable}
      style={{ minWidth: 200, flex: 1 }}
      {...(value === '' ? {} : { value })}
      onChange={(id: string | undefined) =>
        onChange(id ?? '', named.find((segment) => segment.id === id)?.name ?? '')
      }
      loading={found.isFetching}
      showSearch={{ optionFilterProp: 'label', onSearch: setQ }}
      notFoundContent={noneWords({
        typed: q,
        asked,
        isFetching: found.isFetching,
        of: '人群',
        atAll: '还没有人群，在「人群」里建',
      })}
      options={named.map(({ id, name, people }) => ({ value: id, label: `${name}（${people} 人）` }))}
    />
  );
};
