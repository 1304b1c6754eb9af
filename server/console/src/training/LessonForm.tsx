import { Button, Input, InputNumber, Segmented } from 'antd';
import { Field } from '../activities/editor/Field';
import { freshId } from '../intake/content';
import { Blank, Card } from '../ui/pieces';
import { changed, idsOf, type LessonDraft, newQuestion, without } from './lesson';
import { LessonQuestion } from './LessonQuestion';
import { LessonSection } from './LessonSection';

const SECTIONS_MAX = 12;
const QUESTIONS_MAX = 5;

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
          <LessonSection
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
          <LessonQuestion
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
