import { Input, InputNumber } from 'antd';
import { type ElementType, type ReactNode, createContext, isValidElement, useContext } from 'react';
import { Refused } from '../../api';
import { problemAt } from '../rule';

/** The problems of the rule being edited, for the fields to show beside themselves. */
export const Problems = createContext<readonly { field: string; message: string }[]>([]);

/** What the server refused when a form was saved, beside its field; `within` is what the form is called in the request. */
export const refusedField = (failure: unknown, within: 'rule' | 'design') =>
  failure instanceof Refused && failure.field
    ? [{ field: failure.field.replace(new RegExp(`^${within}\\.`), ''), message: failure.message }]
    : [];

const NAMED_BY_LABEL: ElementType[] = [Input, InputNumber, Input.TextArea];
/** Whether the one control inside takes its name from the label around it; others bring a name of their own. */
const isSingle = (children: ReactNode): boolean =>
  isValidElement(children) && NAMED_BY_LABEL.includes(children.type as ElementType);

/** One question of the form: its label, a hint, its control, and what is wrong with it. */
export const Field = ({
  label,
  hint,
  at,
  children,
}: {
  label: string;
  hint?: ReactNode;
  /** Dot path into the rule. */
  at?: string;
  children: ReactNode;
}) => {
  const problems = useContext(Problems);
  const problem = at === undefined ? undefined : problemAt(problems, at);
  const asked = (
    <>
      <span className="label">{label}</span>
      {children}
    </>
  );
  return (
    <div className="field" {...(isSingle(children) ? {} : { role: 'group', 'aria-label': label })}>
      {isSingle(children) ? <label className="asked">{asked}</label> : <div className="asked">{asked}</div>}
      {hint !== undefined && <span className="hint">{hint}</span>}
      {problem !== undefined && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
};

/** A question whose answer is a whole number with a unit; left empty it is `undefined`. */
export const NumberField = ({
  value,
  onChange,
  unit,
  min,
  max,
  ...asked
}: {
  label: string;
  hint?: ReactNode;
  at?: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  unit?: string;
  min: number;
  max?: number;
}) => (
  <Field {...asked}>
    <InputNumber
      min={min}
      {...(max === undefined ? {} : { max })}
      precision={0}
      suffix={unit}
      value={value ?? null}
      onChange={(given) => onChange(given ?? undefined)}
    />
  </Field>
);
