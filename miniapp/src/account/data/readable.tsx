import { yuan } from '@kouyi/shared/rules/money';
import { createContext, useContext, useState } from 'react';
import { nowMs } from '@/api/now';
import { TextButton } from '@/ui/buttons';
import { Box, Words } from '@/ui/elements';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { FIELD_NAMES } from './field-names';

/** So many of a list are shown at once. */
const SHOWN = 10;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What states, tiers and layers of the part are called. */
const Names = createContext<Readonly<Record<string, string>>>({});
const NAMED = /^(state|tier|layer)$/;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value as a person reads it: money in yuan, moments in words; undefined for what is made of parts. */
const plain = (key: string, value: unknown): string | undefined => {
  if (value === null || value === undefined || value === '') return '没有';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return /fen$/i.test(key) ? `${yuan(value)} 元` : figure(value);
  if (typeof value === 'string') return INSTANT.test(value) ? dayAndClock(value, nowMs()) : value;
  return Array.isArray(value) && value.length === 0 ? '没有' : undefined;
};

interface Props {
  value: unknown;
  /** Words of the programs as people say them. */
  names?: Readonly<Record<string, string>> | undefined;
}

/** A part of an export, field by field, nothing left out: numbers that only machines read come last and small. */
export const Readable = ({ value, names = {} }: Props) => (
  <Names.Provider value={names}>
    <Any value={value} />
  </Names.Provider>
);

const Any = ({ value }: { value: unknown }) => {
  if (Array.isArray(value)) return <Several items={value} />;
  if (!isRecord(value)) return <Words selectable>{plain('', value)}</Words>;
  const fields = Object.entries(value);
  const isId = ([key]: [string, unknown]): boolean => /(^|_)id$|Id$/.test(key);
  return (
    <>
      {fields
        .filter((field) => !isId(field))
        .map(([key, one]) => (
          <Field key={key} name={key} value={one} />
        ))}
      {fields.filter(isId).map(([key, one]) => (
        <Box key={key} className="readable-id">
          <Words selectable>{`${key} ${plain(key, one) ?? JSON.stringify(one)}`}</Words>
        </Box>
      ))}
    </>
  );
};

const Field = ({ name, value }: { name: string; value: unknown }) => {
  const names = useContext(Names);
  const text = NAMED.test(name) && typeof value === 'string' ? (names[value] ?? value) : plain(name, value);
  return (
    <Box className={text === undefined ? 'readable-part' : 'readable-field'}>
      <Words className="readable-name">{FIELD_NAMES[name] ?? name}</Words>
      {text === undefined ? (
        <Box className="readable-inner">
          <Any value={value} />
        </Box>
      ) : (
        <Words selectable className="readable-value">
          {text}
        </Words>
      )}
    </Box>
  );
};

const Several = ({ items }: { items: readonly unknown[] }) => {
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      {items.slice(0, shown).map((item, i) => (
        <Box key={i} className="readable-item">
          <Any value={item} />
        </Box>
      ))}
      {items.length > shown ? (
        <TextButton onTap={() => setShown(shown + 5 * SHOWN)}>
          {`再看一些，还有 ${figure(items.length - shown)} 条`}
        </TextButton>
      ) : null}
    </>
  );
};
