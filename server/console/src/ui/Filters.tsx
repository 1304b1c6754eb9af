import { Button, Input, Segmented, Select } from 'antd';
import { Blank } from './pieces';
import { useGo, useOneOf, useParam, useTyped } from './use';

/** The name one looks for, as it stands in the address (`q`). `of` says what is looked for; `/` leads here. */
export const NameFilter = ({ of, by = '按名字找' }: { of: string; by?: string }) => {
  const [q, setQ] = useTyped('q');
  return (
    <Input
      allowClear
      placeholder={by}
      aria-label={`${by}${of}`}
      value={q}
      onChange={({ target }) => setQ(target.value)}
    />
  );
};

/** One of a few, as it stands in the address under `param`; nothing picked is `all`. */
export const ChoiceFilter = ({
  name,
  param,
  all,
  options,
  width = 130,
}: {
  name: string;
  param: string;
  all: string;
  options: Option<string>[];
  width?: number;
}) => {
  const [kept, keep] = useParam(param);
  return (
    <Select
      allowClear
      placeholder={all}
      aria-label={name}
      style={{ width }}
      value={kept || null}
      onChange={(value: string | null) => keep(value ?? '')}
      options={options}
    />
  );
};

interface Option<K> {
  value: K;
  label: string;
}

/** What is picked of these in the address under `param`: the first, unless it names another. */
export const usePicked = <K extends string>(
  param: string,
  options: readonly Option<K>[],
): [K, (key: K) => void] =>
  useOneOf(
    param,
    options.map(({ value }) => value),
  );

/** One of a few that are all in sight, as it stands in the address under `param`; the first is where one begins. */
export const PickFilter = <K extends string>({
  name,
  param,
  options,
}: {
  name: string;
  param: string;
  options: readonly Option<K>[];
}) => {
  const [picked, pick] = usePicked(param, options);
  return <Segmented<K> aria-label={name} options={[...options]} value={picked} onChange={pick} />;
};

/** Of the filters those that say something: what a list is asked for. */
export const given = <F extends Record<string, string | undefined>>(
  filters: F,
): { [K in keyof F]?: Exclude<F[K], '' | undefined> } =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) as {
    [K in keyof F]?: Exclude<F[K], '' | undefined>;
  };

/** A table of names as choices: `choices(STATES, STATE_NAMES)`. */
export const choices = <K extends string>(keys: readonly K[], names: Record<K, string>): Option<K>[] =>
  keys.map((value) => ({ value, label: names[value] }));

/** Nothing fits the filters: says so, and leads back to the whole list at `to`. */
export const NoneFit = ({
  of,
  to,
  hint = '换个名字或状态再找找。',
}: {
  of: string;
  to: string;
  hint?: string;
}) => {
  const go = useGo();
  return (
    <Blank title={`没有符合的${of}`} action={<Button onClick={() => go(to)}>看全部</Button>}>
      {hint}
    </Blank>
  );
};
