import { FACT_WORDS, type FactKind, type Layer } from '@kouyi/shared/types';
import { Input, InputNumber, Select } from 'antd';
import { useRef, useState } from 'react';
import { GroupSelect, TagSelect as GroupTagSelect, UnitSelect } from '../activities/Where';
import { useCan } from '../app/session';
import { useStill } from '../ui/use';
import { FACT_OPTIONS, LAYER_OPTIONS, type Leaf, unitOf } from './leaves';
import { SegmentSelect, TagSelect } from './pick';
import { useThings } from './things';

type Change<L> = (leaf: L) => void;
type Of<Op extends Leaf['op']> = Extract<Leaf, { op: Op }>;

/** At least and at most; either may stay empty. `by` is how many of the stored are one of the shown. */
const Between = <L extends { atLeast?: number; atMost?: number }>({
  leaf,
  onChange,
  unit,
  by = 1,
  max,
}: {
  leaf: L;
  onChange: Change<L>;
  unit: string;
  by?: number;
  max?: number;
}) => {
  const set = (bound: 'atLeast' | 'atMost', given: number | null): void => {
    const { [bound]: _before, ...rest } = leaf;
    onChange({ ...rest, ...(given === null ? {} : { [bound]: Math.round(given * by) }) } as L);
  };
  const one = (bound: 'atLeast' | 'atMost', name: string) => (
    <InputNumber
      aria-label={name}
      prefix={name}
      suffix={unit}
      precision={by === 1 ? 0 : 2}
      {...(max === undefined ? {} : { min: 0, max })}
      style={{ width: by === 1 ? 140 : 176 }}
      value={leaf[bound] === undefined ? null : leaf[bound] / by}
      onChange={(given) => set(bound, given)}
    />
  );
  return (
    <>
      {one('atLeast', '至少')}
      {one('atMost', '最多')}
    </>
  );
};

/** What a fact may be narrowed down to, by name; categories of goods may also be typed. */
const About = ({
  leaf,
  onChange,
}: {
  leaf: Of<'count'> | Of<'ago'>;
  onChange: (about: string[]) => void;
}) => {
  const { about: what } = FACT_WORDS[leaf.fact];
  const [q, setQ] = useState('');
  const things = useThings(leaf.fact, useStill(q, 200));
  // What was picked keeps its name, whatever is looked for next.
  const names = useRef(new Map<string, string>());
  for (const { value, label } of things) names.current.set(value, label);
  const picked = (leaf.about ?? []).filter((id) => !things.some(({ value }) => value === id));
  if (what === undefined) return null;
  if (leaf.fact === 'joined_group' || leaf.fact === 'left_group')
    return <GroupSelect label="限哪些群" value={leaf.about ?? []} onChange={onChange} placeholder="不限群" />;
  return (
    <Select
      mode={leaf.fact === 'bought_item' ? 'tags' : 'multiple'}
      aria-label={`限${what}`}
      placeholder={`不限${what}`}
      style={{ minWidth: 200, flex: 1 }}
      value={leaf.about ?? []}
      onChange={onChange}
      options={[...things, ...picked.map((id) => ({ value: id, label: names.current.get(id) ?? id }))]}
      showSearch={{ optionFilterProp: 'label', onSearch: setQ }}
      notFoundContent={`还没有可选的${what}`}
    />
  );
};

const withAbout = <L extends Of<'count'> | Of<'ago'>>(leaf: L, about: string[]): L => {
  const { about: _before, ...rest } = leaf;
  return { ...rest, ...(about.length > 0 ? { about } : {}) } as L;
};

const FactSelect = ({ fact, onChange }: { fact: FactKind; onChange: (fact: FactKind) => void }) => (
  <Select<FactKind>
    aria-label="什么事"
    style={{ width: 130 }}
    value={fact}
    onChange={onChange}
    options={FACT_OPTIONS}
    listHeight={340}
  />
);

const CountForm = ({ leaf, onChange }: { leaf: Of<'count'>; onChange: Change<Leaf> }) => {
  const set = (part: Partial<Of<'count'>>): void => onChange({ ...leaf, ...part });
  const { unit } = FACT_WORDS[leaf.fact];
  const measures = [
    { value: 'times' as const, label: '次数' },
    { value: 'days' as const, label: '天数' },
    ...(unit === undefined ? [] : [{ value: 'sum' as const, label: unit === 'fen' ? '金额' : '总数' }]),
  ];
  const setWithin = (days: number | null): void => {
    const { withinDays: _before, ...rest } = leaf;
    onChange({ ...rest, ...(days === null ? {} : { withinDays: days }) });
  };
  return (
    <>
      <InputNumber
        aria-label="最近几天"
        prefix="最近"
        suffix="天"
        min={1}
        max={365}
        precision={0}
        placeholder="不限"
        style={{ width: 130 }}
        value={leaf.withinDays ?? null}
        onChange={setWithin}
      />
      <FactSelect
        fact={leaf.fact}
        onChange={(fact) => {
          const { about: _other, ...rest } = leaf;
          const measure =
            FACT_WORDS[fact].unit === undefined && leaf.measure === 'sum' ? 'times' : leaf.measure;
          onChange({ ...rest, fact, measure });
        }}
      />
      <About leaf={leaf} onChange={(about) => onChange(withAbout(leaf, about))} />
      <Select
        aria-label="怎么数"
        style={{ width: 88 }}
        value={leaf.measure}
        onChange={(measure) => set({ measure })}
        options={measures}
      />
      <Between
        leaf={leaf}
        onChange={onChange}
        unit={unitOf(leaf.fact, leaf.measure)}
        by={leaf.measure === 'sum' && unit === 'fen' ? 100 : 1}
      />
    </>
  );
};

const AgoForm = ({ leaf, onChange }: { leaf: Of<'ago'>; onChange: Change<Leaf> }) => (
  <>
    <Select
      aria-label="哪一次"
      style={{ width: 110 }}
      value={leaf.which}
      onChange={(which) => onChange({ ...leaf, which })}
      options={[
        { value: 'last', label: '最近一次' },
        { value: 'first', label: '第一次' },
      ]}
    />
    <FactSelect
      fact={leaf.fact}
      onChange={(fact) => {
        const { about: _other, ...rest } = leaf;
        onChange({ ...rest, fact });
      }}
    />
    <About leaf={leaf} onChange={(about) => onChange(withAbout(leaf, about))} />
    <Between leaf={leaf} onChange={onChange} unit="天前" max={3_650} />
  </>
);

const GroupForm = ({ leaf, onChange }: { leaf: Of<'group'>; onChange: Change<Leaf> }) => {
  const can = useCan();
  return (
    <div className="stack" style={{ flex: 1, minWidth: 220 }}>
      <GroupTagSelect value={leaf.tags} onChange={(tags) => onChange({ ...leaf, tags })} />
      <GroupSelect
        label="这些群"
        value={leaf.groupIds}
        onChange={(groupIds) => onChange({ ...leaf, groupIds })}
      />
      {can('org.read') && (
        <UnitSelect
          label="这些组织下面的群"
          value={leaf.unitIds}
          onChange={(unitIds) => onChange({ ...leaf, unitIds })}
        />
      )}
    </div>
  );
};

const RFM_OPTIONS = [
  { value: 'recency' as const, label: '最近购买 R' },
  { value: 'frequency' as const, label: '购买次数 F' },
  { value: 'money' as const, label: '购买金额 M' },
];
const VALUE_OPTIONS = [
  { value: 'fen' as const, label: '价值' },
  { value: 'quality' as const, label: '互动质量' },
];

/** The fields of one condition. */
export const LeafForm = ({ leaf, onChange }: { leaf: Leaf; onChange: Change<Leaf> }) => {
  switch (leaf.op) {
    case 'count':
      return <CountForm leaf={leaf} onChange={onChange} />;
    case 'ago':
      return <AgoForm leaf={leaf} onChange={onChange} />;
    case 'group':
      return <GroupForm leaf={leaf} onChange={onChange} />;
    case 'tag':
      return <TagSelect value={leaf.tagId} onChange={(tagId) => onChange({ ...leaf, tagId })} />;
    case 'segment':
      return (
        <SegmentSelect value={leaf.segmentId} onChange={(segmentId) => onChange({ ...leaf, segmentId })} />
      );
    case 'layer':
      return (
        <Select<Layer[]>
          mode="multiple"
          aria-label="哪几层"
          style={{ minWidth: 220, flex: 1 }}
          value={leaf.layers}
          onChange={(layers) => onChange({ ...leaf, layers })}
          options={LAYER_OPTIONS}
        />
      );
    case 'rfm':
      return (
        <>
          <Select
            aria-label="哪一项"
            style={{ width: 140 }}
            value={leaf.part}
            onChange={(part) => onChange({ ...leaf, part })}
            options={RFM_OPTIONS}
          />
          <Between leaf={leaf} onChange={onChange} unit="级" max={5} />
        </>
      );
    case 'value':
      return (
        <>
          <Select
            aria-label="哪一项"
            style={{ width: 120 }}
            value={leaf.part}
            onChange={(part) => onChange({ op: 'value', part, atLeast: part === 'fen' ? 10_000 : 50 })}
            options={VALUE_OPTIONS}
          />
          <Between
            leaf={leaf}
            onChange={onChange}
            unit={leaf.part === 'fen' ? '元' : '分'}
            by={leaf.part === 'fen' ? 100 : 1}
          />
        </>
      );
    case 'result':
      return (
        <Select
          mode="tags"
          open={false}
          aria-label="哪些结果"
          placeholder="结果的名字，输入后回车"
          style={{ minWidth: 220, flex: 1 }}
          value={leaf.results}
          onChange={(results: string[]) => onChange({ ...leaf, results })}
        />
      );
    case 'score':
      return (
        <>
          <Input
            aria-label="哪个维度"
            placeholder="维度"
            style={{ width: 130 }}
            maxLength={60}
            value={leaf.dimension}
            onChange={({ target }) => onChange({ ...leaf, dimension: target.value })}
          />
          <Between leaf={leaf} onChange={onChange} unit="分" />
        </>
      );
  }
};
