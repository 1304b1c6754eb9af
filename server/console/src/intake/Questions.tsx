import { QUESTION_KINDS, type Questionnaire } from '@kouyi/shared/types';
import { Button, Dropdown, Input } from 'antd';
import { Card, Tag } from '../ui/pieces';
import { KIND_NAMES, freshId, moved, newQuestion, removed, withQuestion } from './content';
import { QuestionForm } from './QuestionForm';

interface Props {
  content: Questionnaire;
  onChange: (next: Questionnaire) => void;
  /** The question that is open, and shown on the phone. */
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}

/** All questions, part by part: open one to change it, move it by its arrows, add one of any kind. */
export const Questions = ({ content, onChange, open, onOpen }: Props) => (
  <>
    {content.sections.map((section, at) => {
      const change = (part: Partial<typeof section>): void =>
        onChange({
          ...content,
          sections: content.sections.map((each, i) => (i === at ? { ...each, ...part } : each)),
        });
      return (
        <Card
          key={section.id}
          title={
            <Input
              aria-label={`第 ${at + 1} 部分的名字`}
              variant="borderless"
              className="section-name"
              value={section.title}
              maxLength={40}
              placeholder="这一部分叫什么"
              onChange={({ target }) => change({ title: target.value })}
            />
          }
          extra={
            section.questions.length === 0 &&
            content.sections.length > 1 && (
              <Button
                type="text"
                onClick={() =>
                  onChange({ ...content, sections: content.sections.filter((_, i) => i !== at) })
                }
              >
                去掉这一部分
              </Button>
            )
          }
        >
          <ol className="questions">
            {section.questions.map((question) => (
              <li key={question.id} className={question.id === open ? 'open' : ''}>
                <div className="question-row">
                  <button
                    type="button"
                    className="question-name"
                    aria-expanded={question.id === open}
                    onClick={() => onOpen(question.id === open ? undefined : question.id)}
                  >
                    <span>{question.title || '（还没有写题目）'}</span>
                    <Tag>{KIND_NAMES[question.kind]}</Tag>
                    {question.when !== undefined && <Tag>有条件</Tag>}
                    {!question.required && <Tag>可跳过</Tag>}
                  </button>
                  <Button
                    type="text"
                    aria-label={`「${question.title}」往上`}
                    onClick={() => onChange(moved(content, question.id, -1))}
                  >
                    ↑
                  </Button>
                  <Button
                    type="text"
                    aria-label={`「${question.title}」往下`}
                    onClick={() => onChange(moved(content, question.id, 1))}
                  >
                    ↓
                  </Button>
                  <Button
                    type="text"
                    aria-label={`删掉「${question.title}」`}
                    onClick={() => onChange(removed(content, question.id))}
                  >
                    ×
                  </Button>
                </div>
                {question.id === open && (
                  <QuestionForm
                    content={content}
                    question={question}
                    onChange={(next) => onChange(withQuestion(content, question.id, next))}
                  />
                )}
              </li>
            ))}
          </ol>
          <Dropdown
            trigger={['click']}
            menu={{
              items: QUESTION_KINDS.map((kind) => ({ key: kind, label: KIND_NAMES[kind] })),
              onClick: ({ key }) => {
                const question = newQuestion(content, key as (typeof QUESTION_KINDS)[number]);
                change({ questions: [...section.questions, question] });
                onOpen(question.id);
              },
            }}
          >
            <Button>加一道题</Button>
          </Dropdown>
        </Card>
      );
    })}
    <Button
      onClick={() =>
        onChange({
          ...content,
          sections: [
            ...content.sections,
            {
              id: freshId(
                'part',
                content.sections.map(({ id }) => id),
              ),
              title: '',
              questions: [],
            },
          ],
        })
      }
    >
      加一部分
    </Button>
  </>
);
