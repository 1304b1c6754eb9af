import { questionsOf } from '@kouyi/shared/rules/intake';
import type { Questionnaire, ResultText, ResultType } from '@kouyi/shared/types';
import { Button, Collapse, Input } from 'antd';
import { Field } from '../activities/editor/Field';
import { Card } from '../ui/pieces';
import { ConditionForm, type Subject, subjectsOf } from './ConditionForm';
import { freshId } from './content';

interface Props {
  content: Questionnaire;
  onChange: (next: Questionnaire) => void;
}

/** What people read at the end, in the order in which they are tried, and what everybody else reads. */
export const Results = ({ content, onChange }: Props) => {
  const subjects: Subject[] = [
    ...content.dimensions.map(({ id, name }) => ({ name: `percent.${id}`, label: `${name}（0–100）` })),
    ...subjectsOf(questionsOf(content)),
  ];
  const set = (results: readonly ResultType[]): void => onChange({ ...content, results });
  const first = content.dimensions[0];
  return (
    <Card title="结果" sub="从上往下试，第一个符合的就是结果；都不符合，就是最后的「其他」。">
      <Collapse
        items={[
          ...content.results.map((result, i) => ({
            key: result.id,
            label: `${i + 1}. ${result.name || '未命名'}`,
            children: (
              <>
                <Field label="什么时候是它">
                  <ConditionForm
                    value={result.when}
                    subjects={subjects}
                    always="谁都符合：排在后面的结果不会出现"
                    onChange={(when) =>
                      set(
                        content.results.map((each) =>
                          each.id === result.id ? { ...each, when: when ?? true } : each,
                        ),
                      )
                    }
                  />
                </Field>
                <TextForm
                  value={result}
                  onChange={(text) =>
                    set(content.results.map((each) => (each.id === result.id ? { ...each, ...text } : each)))
                  }
                />
                <Button
                  type="text"
                  disabled={i === 0}
                  onClick={() => {
                    const rest = content.results.filter(({ id }) => id !== result.id);
                    set(rest.toSpliced(i - 1, 0, result));
                  }}
                >
                  往前试
                </Button>
                <Button
                  type="text"
                  danger
                  onClick={() => set(content.results.filter(({ id }) => id !== result.id))}
                >
                  去掉这个结果
                </Button>
              </>
            ),
          })),
          {
            key: 'fallback',
            label: `其他：${content.fallback.name || '未命名'}`,
            children: (
              <TextForm
                value={content.fallback}
                onChange={(text) => onChange({ ...content, fallback: { ...content.fallback, ...text } })}
              />
            ),
          },
        ]}
      />
      <Button
        style={{ marginTop: 10 }}
        disabled={!first || content.results.length >= 40}
        onClick={() =>
          set([
            ...content.results,
            {
              id: freshId(
                'r',
                content.results.map(({ id }) => id),
              ),
              name: '新结果',
              line: '',
              means: '',
              thisWeek: [],
              when: { '>=': [{ var: [`percent.${first?.id ?? ''}`, -1e9] }, 50] },
            },
          ])
        }
      >
        加一个结果
      </Button>
    </Card>
  );
};

const TextForm = ({
  value,
  onChange,
}: {
  value: ResultText;
  onChange: (part: Partial<ResultText>) => void;
}) => (
  <>
    <Field label="叫什么" hint="也是打给顾客的标签。">
      <Input value={value.name} maxLength={40} onChange={({ target }) => onChange({ name: target.value })} />
    </Field>
    <Field label="一句话">
      <Input value={value.line} maxLength={80} onChange={({ target }) => onChange({ line: target.value })} />
    </Field>
    <Field label="是什么意思" hint="用大白话，不写医疗说法。">
      <Input.TextArea
        value={value.means}
        maxLength={600}
        autoSize={{ minRows: 2 }}
        onChange={({ target }) => onChange({ means: target.value })}
      />
    </Field>
    <Field label="这周做什么" hint="一行一件，最多六件。">
      <Input.TextArea
        value={value.thisWeek.join('\n')}
        autoSize={{ minRows: 3 }}
        onChange={({ target }) => onChange({ thisWeek: target.value.split('\n').slice(0, 6) })}
      />
    </Field>
  </>
);
