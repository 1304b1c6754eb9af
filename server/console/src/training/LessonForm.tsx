import { Button, Checkbox, Input, InputNumber, Radio, Segmented } from 'antd';
import { Field } from '../activities/editor/Field';
import type { In } from '../api';
import { freshId } from '../intake/content';
import { PicturesField } from '../materials/PicturesField';
import { Blank, Card } from '../ui/pieces';

/** What a lesson says. */
export type LessonDraft = Omit<In<'training', 'saveLesson'>, 'id' | 'revision'>;
type Section = LessonDraft['sections'][number];
type Question = LessonDraft['questions'][number];

export const BLANK_LESSON: LessonDraft = {
  title: '',
  intro: '',
  audience: 'kocs',
  sections: [{ id: 's1', title: '', text: '' }],
  questions: [],
  passPercent: 100,
};

const SECTIONS_MAX = 12;
const QUESTIONS_MAX = 5;
const OPTIONS_MAX = 6;

const idsOf = (parts: readonly { id: string }[]): string[] => parts.map(({ id }) => id);

/** The list with one part changed. */
const changed = <T extends { id: string }>(parts: readonly T[], next: T): T[] =>
  parts.map((part) => (part.id === next.id ? next : part));

const without = <T extends { id: string }>(parts: readonly T[], id: string): T[] =>
  parts.filter((part) => part.id !== id);

/** A lesson by form: what is read, then what is asked. */
export const LessonForm = ({
  draft,
  onChange,
}: {
  draft: LessonDraft;
  onChange: (draft: LessonDraft) => void;
}) => {
  const change = (part: Partial<LessonDraft>): void => onChange({ ...draft, ...part });
  const { sections, questions } = draft;
  return (
    <div className="stack">
      <Card title="这一课">
        <Field label="名字">
          <Input
            value={draft.title}
            maxLength={40}
            placeholder="比如：怎么向朋友介绍精华"
            onChange={({ target }) => change({ title: target.value })}
          />
        </Field>
        <Field label="一句话简介">
          <Input
            value={draft.intro}
            maxLength={200}
            onChange={({ target }) => change({ intro: target.value })}
          />
        </Field>
        <Field label="给谁学">
          <Segmented<LessonDraft['audience']>
            options={[
              { value: 'kocs', label: 'KOC' },
              { value: 'members', label: '所有会员' },
            ]}
            value={draft.audience}
            onChange={(audience) => change({ audience })}
          />
        </Field>
      </Card>
      <Card title="学什么" sub="一节一屏，短一点；最多 12 节。">
        {sections.map((section, i) => (
          <SectionForm
            key={section.id}
            section={section}
            at={i + 1}
            onChange={(next) => change({ sections: changed(sections, next) })}
            onRemove={() => change({ sections: without(sections, section.id) })}
          />
        ))}
        <Button
          disabled={sections.length >= SECTIONS_MAX}
          onClick={() =>
            change({ sections: [...sections, { id: freshId('s', idsOf(sections)), title: '', text: '' }] })
          }
        >
          加一节
        </Button>
      </Card>
      <Card title="考什么" sub="1 到 5 道题；答案只在服务器上判，讲解答完就能看。">
        {questions.length === 0 && <Blank title="还没有题">至少一道，才知道有没有学进去。</Blank>}
        {questions.map((question, i) => (
          <QuestionForm
            key={question.id}
            question={question}
            at={i + 1}
            onChange={(next) => change({ questions: changed(questions, next) })}
            onRemove={() => change({ questions: without(questions, question.id) })}
          />
        ))}
        <Button
          disabled={questions.length >= QUESTIONS_MAX}
          onClick={() => change({ questions: [...questions, newQuestion(questions)] })}
        >
          加一道题
        </Button>
        <div style={{ marginTop: 18 }}>
          <Field label="答对多少算过" hint={passWords(draft)}>
            <InputNumber
              min={1}
              max={100}
              precision={0}
              suffix="%"
              value={draft.passPercent}
              onChange={(passPercent) => change({ passPercent: passPercent ?? 100 })}
            />
          </Field>
        </div>
      </Card>
    </div>
  );
};

const passWords = ({ questions, passPercent }: LessonDraft): string =>
  questions.length === 0
    ? '先出题。'
    : `${questions.length} 道题里要对 ${Math.max(1, Math.ceil((questions.length * passPercent) / 100))} 道；没过可以再来。`;

const newQuestion = (taken: readonly Question[]): Question => ({
  id: freshId('q', idsOf(taken)),
  kind: 'single',
  text: '',
  options: [
    { id: 'a', text: '' },
    { id: 'b', text: '' },
  ],
  correct: ['a'],
  explanation: '',
});

const SectionForm = ({
  section,
  at,
  onChange,
  onRemove,
}: {
  section: Section;
  at: number;
  onChange: (next: Section) => void;
  onRemove: () => void;
}) => (
  <div className="lesson-part">
    <div className="option-row">
      <Input
        aria-label={`第 ${at} 节的标题`}
        value={section.title}
        maxLength={40}
        placeholder={`第 ${at} 节的标题`}
        onChange={({ target }) => onChange({ ...section, title: target.value })}
      />
      <Button type="text" aria-label={`去掉第 ${at} 节`} onClick={onRemove}>
        ×
      </Button>
    </div>
    <Input.TextArea
      aria-label={`第 ${at} 节的内容`}
      value={section.text}
      maxLength={1200}
      autoSize={{ minRows: 3, maxRows: 16 }}
      placeholder="像当面说一样，几句就好"
      onChange={({ target }) => onChange({ ...section, text: target.value })}
    />
    <PicturesField
      max={1}
      value={section.picture ? [section.picture] : []}
      onChange={([picture]) => {
        const { picture: _, ...rest } = section;
        onChange(picture ? { ...rest, picture } : rest);
      }}
    />
  </div>
);

const QuestionForm = ({
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
