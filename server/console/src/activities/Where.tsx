import type { WhereRule } from '@kouyi/shared/types';
import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { useGroups } from '../groups/known';
import { noneWords } from '../ui/none';
import { useStill } from '../ui/use';

/** Picks groups by name; asks the server, so that ten thousand groups are no trouble. */
export const GroupSelect = ({
  value,
  onChange,
  label,
  placeholder = '按名字找群',
}: {
  value: string[];
  onChange: (ids: string[]) => void;
  label: string;
  placeholder?: string;
}) => {
  const [q, setQ] = useState('');
  const asked = useStill(q, 200);
  const found = useApi('groups', 'list', { limit: 50, ...(asked ? { q: asked } : {}) }, { keep: true });
  const rows = found.data?.items ?? [];
  const unnamed = value.filter((id) => !rows.some((row) => row.id === id));
  // Groups beyond the first page are still named, so that nobody sees an id.
  const named = [...rows, ...useGroups(unnamed)];
  return (
    <Select
      mode="multiple"
      aria-label={label}
      placeholder={placeholder}
      style={{ width: '100%' }}
      value={value}
      onChange={onChange}
      loading={found.isFetching}
      showSearch={{ optionFilterProp: 'label', onSearch: setQ }}
      notFoundContent={noneWords({ typed: q, asked, isFetching: found.isFetching, of: '群' })}
      maxTagCount={8}
      options={named.map(({ id, name, memberCount }) => ({
        value: id,
        label: `${name}（${memberCount} 人）`,
      }))}
    />
  );
};

/** Picks tags of groups. */
export const TagSelect = ({ value, onChange }: { value: string[]; onChange: (tags: string[]) => void }) => {
  const tags = useApi('groups', 'tags', {});
  return (
    <Select
      mode="multiple"
      aria-label="按标签选群"
      placeholder="比如：咖啡"
      style={{ width: '100%' }}
      value={value}
      onChange={onChange}
      options={(tags.data?.items ?? []).map(({ tag, groups }) => ({
        value: tag,
        label: `${tag}（${groups} 个群）`,
      }))}
      notFoundContent="还没有标签，在群的页面上可以加"
    />
  );
};

/** Picks org units. */
export const UnitSelect = ({
  value,
  onChange,
  label,
}: {
  value: string[];
  onChange: (ids: string[]) => void;
  label: string;
}) => {
  const units = useApi('org', 'units', {});
  return (
    <Select
      mode="multiple"
      aria-label={label}
      placeholder="大区或门店"
      style={{ width: '100%' }}
      value={value}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'label' }}
      options={(units.data?.items ?? []).map(({ id, name, groups }) => ({
        value: id,
        label: `${name}（${groups} 个群）`,
      }))}
    />
  );
};

type Way = 'tags' | 'groups' | 'units' | 'all';
const WAYS: { value: Way; label: string }[] = [
  { value: 'tags', label: '按标签' },
  { value: 'groups', label: '挑几个群' },
  { value: 'units', label: '按门店' },
  { value: 'all', label: '所有群' },
];

const wayOf = (where: WhereRule): Way => {
  if (where.everywhere) return 'all';
  if (where.groupIds.length > 0) return 'groups';
  return where.unitIds.length > 0 ? 'units' : 'tags';
};

/** Where an activity runs: one way of choosing at a time is shown, but what was chosen another way is kept. */
export const WherePicker = ({
  value,
  onChange,
}: {
  value: WhereRule;
  onChange: (where: WhereRule) => void;
}) => {
  const [way, setWay] = useState<Way>(() => wayOf(value));
  const set = (part: Partial<WhereRule>): void => onChange({ ...value, ...part });
  const choose = (next: Way): void => {
    setWay(next);
    if (next === 'all') set({ everywhere: true, groupIds: [], tags: [], unitIds: [] });
    else if (value.everywhere) set({ everywhere: false });
  };
  const also = [
    way !== 'groups' && value.groupIds.length > 0 ? `${value.groupIds.length} 个挑出来的群` : '',
    way !== 'tags' && value.tags.length > 0 ? `标签「${value.tags.join('、')}」` : '',
    way !== 'units' && value.unitIds.length > 0 ? `${value.unitIds.length} 个门店或大区` : '',
  ].filter(Boolean);
  return (
    <div className="stack">
      <Segmented<Way> options={WAYS} value={way} onChange={choose} />
      {way === 'groups' && (
        <GroupSelect label="挑几个群" value={value.groupIds} onChange={(groupIds) => set({ groupIds })} />
      )}
      {way === 'tags' && <TagSelect value={value.tags} onChange={(tags) => set({ tags })} />}
      {way === 'units' && (
        <UnitSelect label="按门店选群" value={value.unitIds} onChange={(unitIds) => set({ unitIds })} />
      )}
      {also.length > 0 && <p className="quiet">还包括：{also.join('、')}</p>}
      {(way !== 'groups' || value.exceptGroupIds.length > 0) && (
        <GroupSelect
          label="除了这些群"
          placeholder="除了哪些群（可以不填）"
          value={value.exceptGroupIds}
          onChange={(exceptGroupIds) => set({ exceptGroupIds })}
        />
      )}
    </div>
  );
};
