import { type ReactNode, createContext, useContext } from 'react';
import { problemAt } from '../rule';

/** The problems of the rule being edited, for the fields to show beside themselves. */
export const Problems = createContext<readonly { field: string; message: string }[]>([]);

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
  return (
    <div className="field">
      <span className="label">{label}</span>
      {children}
      {hint !== undefined && <span className="hint">{hint}</span>}
      {problem !== undefined && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
};
