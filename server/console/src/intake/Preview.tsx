import { outcomeOf, type Ranges, shownQuestions } from '@kouyi/shared/rules/intake';
import { radarSvg } from '@kouyi/shared/rules/radar';
import type { AnswerValue, Question, Questionnaire } from '@kouyi/shared/types';
import { useState } from 'react';
import { Button } from 'antd';
import '../activities/editor/editor.scss';

/** The phone beside the form: the questions as they are now, answered by hand, with the same rules as the real one. */
export const Preview = ({
  content,
  ranges,
  at,
}: {
  content: Questionnaire;
  ranges: Ranges;
  /** The question that is being changed; shown until one goes on. */
  at: string | undefined;
}) => {
  const [answers, setAnswers] = useState<Record<string, AnswerValue>>({});
  const [on, setOn] = useState<{ from: string | undefined; index: number }>({ from: at, index: 0 });
  const shown = shownQuestions(content, answers);
  const asked = shown.findIndex(({ id }) => id === at);
  const index = on.from === at || asked < 0 ? on.index : asked;
  const go = (to: number): void => setOn({ from: at, index: Math.max(0, to) });
  const question = shown[index];
  return (
    <div className="phone" aria-label="手机上看到的样子">
      <p className="phone-bar">{content.title || '还没起名'}</p>
      <div className="phone-card">
        {question ? (
          <>
            <p>{`${index + 1} / ${shown.length}`}</p>
            <h3>{question.title || '（还没有写题目）'}</h3>
            {question.help && <p>{question.help}</p>}
            <Answer
              question={question}
              value={answers[question.id]}
              onAnswer={(value) => setAnswers({ ...answers, [question.id]: value })}
            />
          </>
        ) : (
          <Outcome content={content} ranges={ranges} answers={answers} />
        )}
      </div>
      <div className="phone-acts">
        <Button size="small" disabled={index === 0} onClick={() => go(index - 1)}>
          上一题
        </Button>
        <Button size="small" disabled={!question} onClick={() => go(index + 1)}>
          {index >= shown.length - 1 ? '看结果' : '下一题'}
        </Button>
        <Button
          size="small"
          type="text"
          onClick={() => {
            setAnswers({});
            go(0);
          }}
        >
          从头来
        </Button>
      </div>
    </div>
  );
};

const Answer = ({
  question,
  value,
  onAnswer,
}: {
  question: Question;
  value: AnswerValue | undefined;
  onAnswer: (value: AnswerValue) => void;
}) => {
  const { kind, choices = [], min = 0, max = 10 } = question;
  const several = typeof value === 'object' ? value : [];
  if (kind === 'single' || kind === 'multi')
    return (
      <div className="phone-choices">
        {choices.map(({ id, label }) => {
          const chosen = kind === 'multi' ? several.includes(id) : value === id;
          return (
            <button
              key={id}
              type="button"
              aria-pressed={chosen}
              onClick={() =>
                onAnswer(
                  kind === 'single'
                    ? id
                    : chosen
                      ? several.filter((each) => each !== id)
                      : [...several, id].slice(0, question.maxChoices),
                )
              }
            >
              {label || '（没有写字）'}
            </button>
          );
        })}
      </div>
    );
  if (kind === 'scale')
    return (
      <div className="phone-choices steps">
        {Array.from({ length: Math.max(0, Math.min(21, max - min + 1)) }, (_, i) => min + i).map((step) => (
          <button key={step} type="button" aria-pressed={value === step} onClick={() => onAnswer(step)}>
            {step}
          </button>
        ))}
      </div>
    );
  if (kind === 'photo' || kind === 'consent') return <p>{`我同意：${question.consentText ?? ''}`}</p>;
  return (
    <input
      className="phone-input"
      aria-label={question.title}
      value={typeof value === 'object' || value === undefined ? '' : String(value)}
      onChange={({ target }) =>
        onAnswer(kind === 'number' && target.value !== '' ? Number(target.value) : target.value)
      }
    />
  );
};

const Outcome = ({
  content,
  ranges,
  answers,
}: {
  content: Questionnaire;
  ranges: Ranges;
  answers: Record<string, AnswerValue>;
}) => {
  const { percent, result } = outcomeOf(content, ranges, answers);
  const shares = content.dimensions.map(({ id }) => percent[id] ?? 0);
  return (
    <>
      <h3>{result.name || '（结果还没有名字）'}</h3>
      <p>{result.line}</p>
      {shares.length >= 3 && (
        <img
          className="phone-radar"
          src={`data:image/svg+xml,${encodeURIComponent(radarSvg(shares))}`}
          alt={content.dimensions.map(({ name }, i) => `${name} ${shares[i]}`).join('，')}
        />
      )}
      <p>{content.dimensions.map(({ name }, i) => `${name} ${shares[i]}`).join(' · ')}</p>
      <p>{result.means}</p>
      <p>{content.notice}</p>
    </>
  );
};
