import { Button, Checkbox, Input, Radio, Segmented } from 'antd';
import { freshId } from '../intake/content';
import { changed, idsOf, type Question, without } from './lesson';

const OPTIONS_MAX = 6;

/** One question of a lesson: what it asks, its options with those that are right marked, and why. */
export const LessonQuestion = ({
  question,
  at,
  onChange,
  onRemove,
}: {
  question: Question;
  at: number;
  onChange: (next: Question) => void;
  onRemove: () => void;
}) => {
  const { kind, options, correct } = question;
  const mark = (id: string, is: boolean): void =>
    onChange({
      ...question,
      correct: kind === 'single' ? [id] : is ? [...correct, id] : correct.filter((each) => each !== id),
    });
  return (
    <div className="lesson-part">
      <div className="option-row">
        <Input
          aria-label={`第 ${at} 题`}
          value={question.text}
          maxLength={120}
          placeholder={`第 ${at} 题问什么`}
          onChange={({ target }) => onChange({ ...question, text: target.value })}
        />
        <Segmented<Question['kind']>
          options={[
            { value: 'single', label: '单选' },
            { value: 'multi', label: '多选' },
          ]}
          value={kind}
          onChange={(next) =>
            onChange({ ...question, kind: next, correct: next === 'single' ? correct.slice(0, 1) : correct })
          }
        />
        <Button type="text" aria-label={`去掉第 ${at} 题`} onClick={onRemove}>
          ×
        </Button>
      </div>
      {options.map(({ id, text }, i) => (
        <div className="option-row" key={id}>
          {kind === 'single' ? (
            <Radio
              aria-label={`第 ${i + 1} 个选项是对的`}
              checked={correct.includes(id)}
              onChange={() => mark(id, true)}
            />
          ) : (
            <Checkbox
              aria-label={`第 ${i + 1} 个选项是对的`}
              checked={correct.includes(id)}
              onChange={({ target }) => mark(id, target.checked)}
            />
          )}
          <Input
            aria-label={`第 ${i + 1} 个选项`}
            value={text}
            maxLength={80}
            onChange={({ target }) =>
              onChange({ ...question, options: changed(options, { id, text: target.value }) })
            }
          />
          <Button
            type="text"
            aria-label={`去掉第 ${i + 1} 个选项`}
            disabled={options.length <= 2}
            onClick={() =>
              onChange({
                ...question,
                options: without(options, id),
                correct: correct.filter((each) => each !== id),
              })
            }
          >
            ×
          </Button>
        </div>
      ))}
      <div className="row">
        <Button
          size="small"
          disabled={options.length >= OPTIONS_MAX}
          onClick={() =>
            onChange({ ...question, options: [...options, { id: freshId('o', idsOf(options)), text: '' }] })
          }
        >
          加一个选项
        </Button>
        <span className="quiet">前面打勾的是对的</span>
      </div>
      <Input.TextArea
        aria-label={`第 ${at} 题的讲解`}
        value={question.explanation}
        maxLength={300}
        autoSize={{ minRows: 1 }}
        placeholder="为什么：答完给 TA 看的讲解"
        onChange={({ target }) => onChange({ ...question, explanation: target.value })}
      />
    </div>
  );
};
