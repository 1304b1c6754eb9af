import {
  type Clause,
  type ConditionForm as Form,
  fromCondition,
  toCondition,
} from '@kouyi/shared/rules/intake-form';
import type { Expression, Question } from '@kouyi/shared/types';
import { Button, InputNumber, Segmented, Select } from 'antd';

/** What a condition can look at. */
export interface Subject {
  name: string;
  label: string;
  /** Choices to compare with; absent: a number. */
  choices?: readonly { id: string; label: string }[];
  several?: boolean;
}

/** Questions that stand before another, as subjects of its condition. */
export const subjectsOf = (questions: readonly Question[]): Subject[] =>
  questions.flatMap(({ id, title, kind, choices }): Subject[] => {
    const named = { name: `answers.${id}`, label: title || '没有写题目的题' };
    if (kind === 'single' || kind === 'multi')
      return [{ ...named, choices: choices ?? [], several: kind === 'multi' }];
    return kind === 'scale' || kind === 'number' ? [named] : [];
  });

const OPS: Record<Clause['op'], string> = {
  is: '选了',
  is_not: '没选',
  includes: '选的里有',
  excludes: '选的里没有',
  at_least: '至少',
  at_most: '至多',
};
const opsOf = ({ choices, several }: Subject): Clause['op'][] =>
  choices ? (several ? ['includes', 'excludes'] : ['is', 'is_not']) : ['at_least', 'at_most'];

/** The first clause one can make of a subject. */
const clauseOf = (subject: Subject): Clause => ({
  name: subject.name,
  op: opsOf(subject)[0]!,
  value: subject.choices ? (subject.choices[0]?.id ?? '') : 50,
});

/** A condition by form: lines joined by “all” or “any”. One that no form wrote is shown as it is and stays. */
export const ConditionForm = ({
  value,
  onChange,
  subjects,
  always,
}: {
  value: Expression | undefined;
  onChange: (value: Expression | undefined) => void;
  subjects: readonly Subject[];
  /** What it means to have no line. */
  always: string;
}) => {
  const form = fromCondition(value);
  if (!form)
    return (
      <p className="quiet">
        这个条件比表单能写的复杂，保持原样：<code className="code">{JSON.stringify(value)}</code>
        <Button type="link" size="small" onClick={() => onChange(undefined)}>
          清掉重写
        </Button>
      </p>
    );
  const change = (next: Partial<Form>): void => onChange(toCondition({ ...form, ...next }));
  const set = (at: number, clause: Clause): void =>
    change({ clauses: form.clauses.map((each, i) => (i === at ? clause : each)) });
  const first = subjects[0];
  return (
    <div className="condition">
      {form.clauses.length === 0 && <span className="quiet">{always}</span>}
      {form.clauses.length > 1 && (
        <Segmented
          size="small"
          options={[
            { value: 'every', label: '全部满足' },
            { value: 'some', label: '满足一条' },
          ]}
          value={form.every ? 'every' : 'some'}
          onChange={(how) => change({ every: how === 'every' })}
        />
      )}
      {form.clauses.map((clause, i) => {
        const subject = subjects.find(({ name }) => name === clause.name);
        return (
          <div className="clause" key={i}>
            <Select
              aria-label={`第 ${i + 1} 条看什么`}
              value={subject ? clause.name : undefined}
              placeholder="这一题已经不在前面了"
              options={subjects.map(({ name, label }) => ({ value: name, label }))}
              onChange={(name: string) => set(i, clauseOf(subjects.find((each) => each.name === name)!))}
            />
            {subject && (
              <Select
                className="op"
                aria-label={`第 ${i + 1} 条怎么比`}
                value={clause.op}
                options={opsOf(subject).map((op) => ({ value: op, label: OPS[op] }))}
                onChange={(op: Clause['op']) => set(i, { ...clause, op })}
              />
            )}
            {subject?.choices ? (
              <Select
                aria-label={`第 ${i + 1} 条的选项`}
                value={String(clause.value)}
                options={subject.choices.map(({ id, label }) => ({
                  value: id,
                  label: label || '（没有写字）',
                }))}
                onChange={(id: string) => set(i, { ...clause, value: id })}
              />
            ) : (
              subject && (
                <InputNumber
                  aria-label={`第 ${i + 1} 条的数`}
                  value={Number(clause.value)}
                  onChange={(number) => set(i, { ...clause, value: number ?? 0 })}
                />
              )
            )}
            <Button
              type="text"
              aria-label={`去掉第 ${i + 1} 条`}
              onClick={() => change({ clauses: form.clauses.filter((_, at) => at !== i) })}
            >
              ×
            </Button>
          </div>
        );
      })}
      {first && (
        <Button size="small" onClick={() => change({ clauses: [...form.clauses, clauseOf(first)] })}>
          加一个条件
        </Button>
      )}
    </div>
  );
};
