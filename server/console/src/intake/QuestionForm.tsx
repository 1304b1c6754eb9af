import { questionsOf } from '@kouyi/shared/rules/intake';
import type { Question, Questionnaire } from '@kouyi/shared/types';
import { Button, Input, InputNumber, Switch } from 'antd';
import { Field } from '../activities/editor/Field';
import { ConditionForm, subjectsOf } from './ConditionForm';
import { freshId, KIND_NAMES } from './content';

interface Props {
  content: Questionnaire;
  question: Question;
  onChange: (next: Question) => void;
}

/** One question by form: what is asked, with what it is answered, and when it is shown. */
export const QuestionForm = ({ content, question, onChange }: Props) => {
  const change = (part: Partial<Question>): void => onChange({ ...question, ...part });
  const all = questionsOf(content);
  const before = all.slice(
    0,
    all.findIndex(({ id }) => id === question.id),
  );
  const consent = question.kind === 'photo' || question.kind === 'consent';
  return (
    <div className="question-form">
      <Field label={`题目（${KIND_NAMES[question.kind]}）`}>
        <Input
          value={question.title}
          maxLength={120}
          placeholder="一句话，像当面问一样"
          onChange={({ target }) => change({ title: target.value })}
        />
      </Field>
      <Field label="小字说明">
        <Input
          value={question.help ?? ''}
          maxLength={200}
          placeholder="可以不写"
          onChange={({ target }) => change({ help: target.value === '' ? undefined : target.value })}
        />
      </Field>
      {question.choices && <Choices question={question} change={change} />}
      {question.kind === 'multi' && (
        <Field label="最多选几个" hint="不填就不限。">
          <InputNumber
            min={1}
            max={30}
            precision={0}
            value={question.maxChoices ?? null}
            onChange={(most) => change({ maxChoices: most ?? undefined })}
          />
        </Field>
      )}
      {(question.kind === 'scale' || question.kind === 'number') && (
        <Range question={question} change={change} />
      )}
      {consent && (
        <Field label="请对方同意什么" hint="照片写清楚给谁看、存多久、怎么删。">
          <Input.TextArea
            value={question.consentText ?? ''}
            maxLength={400}
            autoSize={{ minRows: 2 }}
            onChange={({ target }) => change({ consentText: target.value })}
          />
        </Field>
      )}
      {question.kind !== 'photo' && (
        <Field label="必须回答">
          <Switch
            aria-label="必须回答"
            checked={question.required}
            onChange={(required) => change({ required })}
          />
        </Field>
      )}
      <Field label="什么时候出现">
        <ConditionForm
          value={question.when}
          onChange={(when) => change({ when })}
          subjects={subjectsOf(before)}
          always="一直出现"
        />
      </Field>
    </div>
  );
};

type Part = Pick<Props, 'question'> & { change: (part: Partial<Question>) => void };

const Choices = ({ question: { choices = [] }, change }: Part) => (
  <Field label="选项">
    <div>
      {choices.map(({ id, label }, i) => (
        <div className="option-row" key={id}>
          <Input
            aria-label={`第 ${i + 1} 个选项`}
            value={label}
            maxLength={80}
            onChange={({ target }) =>
              change({
                choices: choices.map((each) => (each.id === id ? { id, label: target.value } : each)),
              })
            }
          />
          <Button
            type="text"
            aria-label={`第 ${i + 1} 个选项往上`}
            disabled={i === 0}
            onClick={() => {
              const rest = choices.filter((each) => each.id !== id);
              change({ choices: rest.toSpliced(i - 1, 0, { id, label }) });
            }}
          >
            ↑
          </Button>
          <Button
            type="text"
            aria-label={`去掉第 ${i + 1} 个选项`}
            onClick={() => change({ choices: choices.filter((each) => each.id !== id) })}
          >
            ×
          </Button>
        </div>
      ))}
      <Button
        size="small"
        onClick={() =>
          change({
            choices: [
              ...choices,
              {
                id: freshId(
                  'o',
                  choices.map(({ id }) => id),
                ),
                label: '',
              },
            ],
          })
        }
      >
        加一个选项
      </Button>
    </div>
  </Field>
);

const Range = ({ question, change }: Part) => (
  <div className="trio">
    <Field label="最小">
      <InputNumber value={question.min ?? 0} onChange={(min) => change({ min: min ?? 0 })} />
    </Field>
    <Field label="最大">
      <InputNumber value={question.max ?? 10} onChange={(max) => change({ max: max ?? 10 })} />
    </Field>
    {question.kind === 'number' ? (
      <Field label="单位">
        <Input
          value={question.unit ?? ''}
          maxLength={10}
          onChange={({ target }) => change({ unit: target.value || undefined })}
        />
      </Field>
    ) : (
      <>
        <Field label="最小是什么意思">
          <Input
            value={question.minLabel ?? ''}
            maxLength={20}
            onChange={({ target }) => change({ minLabel: target.value || undefined })}
          />
        </Field>
        <Field label="最大是什么意思">
          <Input
            value={question.maxLabel ?? ''}
            maxLength={20}
            onChange={({ target }) => change({ maxLabel: target.value || undefined })}
          />
        </Field>
      </>
    )}
  </div>
);
