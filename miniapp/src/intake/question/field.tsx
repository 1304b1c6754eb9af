import type { IntakeSession } from '@kouyi/shared/contracts';
import type { AnswerValue, Question } from '@kouyi/shared/types';
import { useState } from 'react';
import { DateField } from '@/ui/date-field';
import { Box, Field, Tap, Words } from '@/ui/elements';
import { PhotoField } from './photo';

interface Props {
  session: IntakeSession;
  question: Question;
  value: AnswerValue | undefined;
  /** From the answer before to the next; undefined: none. */
  onAnswer: (change: (before: AnswerValue | undefined) => AnswerValue | undefined) => void;
  /** The answer is complete with this tap. */
  onChosen: (value: AnswerValue) => void;
  onPhoto: (photoId: string | undefined) => void;
}

/** What a question is answered with, by its kind. */
export const AnswerField = (props: Props) => {
  const { question, value, onAnswer, onChosen } = props;
  switch (question.kind) {
    case 'single':
      return (
        <Box className="choices" role="group" label={question.title}>
          {question.choices?.map(({ id, label }) => (
            <Choice key={id} label={label} on={value === id} onTap={() => onChosen(id)} />
          ))}
        </Box>
      );
    case 'multi':
      return <Several question={question} value={value} onAnswer={onAnswer} />;
    case 'scale':
      return <Scale question={question} value={value} onChosen={onChosen} />;
    case 'consent':
      return (
        <>
          <Box className="consent-text">{question.consentText}</Box>
          <Box className="choices" role="group" label={question.title}>
            <Choice label="我同意" on={value === true} onTap={() => onChosen(true)} />
            {question.required ? null : (
              <Choice label="不同意" on={value === false} onTap={() => onChosen(false)} />
            )}
          </Box>
        </>
      );
    case 'photo':
      return <PhotoField {...props} />;
    case 'number':
      return <NumberField question={question} value={value} onAnswer={onAnswer} />;
    case 'date':
      return (
        <DateField
          className="question-field"
          label={question.title}
          value={typeof value === 'string' ? value : undefined}
          onDay={(day) => onAnswer(() => day)}
        />
      );
    case 'text':
      return (
        <Field
          className="question-field"
          label={question.title}
          value={typeof value === 'string' ? value : ''}
          placeholder="写在这里"
          maxLength={question.maxLength ?? 300}
          onText={(text) => onAnswer(() => (text === '' ? undefined : text))}
        />
      );
  }
};

interface ChoiceProps {
  label: string;
  on: boolean;
  onTap: () => void;
  disabled?: boolean;
}

const Choice = ({ label, on, onTap, disabled }: ChoiceProps) => (
  <Tap
    className={`choice ${on ? 'choice-on' : ''}`}
    kind="checkbox"
    on={on}
    onTap={onTap}
    disabled={disabled}
  >
    <Words className="choice-label">{label}</Words>
    <Words className="choice-mark">{on ? '✓' : ''}</Words>
  </Tap>
);

const listOf = (value: AnswerValue | undefined): readonly string[] =>
  typeof value === 'object' ? value : [];

const Several = ({ question, value, onAnswer }: Pick<Props, 'question' | 'value' | 'onAnswer'>) => {
  const chosen = listOf(value);
  const full = chosen.length >= (question.maxChoices ?? Infinity);
  const toggle = (id: string): void => {
    onAnswer((before) => {
      const had = listOf(before);
      const next = had.includes(id) ? had.filter((each) => each !== id) : [...had, id];
      return next.length === 0 ? undefined : next.slice(0, question.maxChoices);
    });
  };
  return (
    <Box className="choices" role="group" label={question.title}>
      {question.choices?.map(({ id, label }) => (
        <Choice
          key={id}
          label={label}
          on={chosen.includes(id)}
          disabled={full && !chosen.includes(id)}
          onTap={() => toggle(id)}
        />
      ))}
    </Box>
  );
};

const Scale = ({ question, value, onChosen }: Pick<Props, 'question' | 'value' | 'onChosen'>) => {
  const { min = 0, max = 10 } = question;
  const steps = Array.from({ length: Math.min(21, max - min + 1) }, (_, i) => min + i);
  return (
    <Box className="steps-box">
      <Box className="steps" role="group" label={question.title}>
        {steps.map((step) => (
          <Tap
            key={step}
            className={`step ${value === step ? 'step-on' : ''}`}
            kind="checkbox"
            on={value === step}
            label={`${step}${step === min ? `，${question.minLabel ?? ''}` : ''}${step === max ? `，${question.maxLabel ?? ''}` : ''}`}
            onTap={() => onChosen(step)}
          >
            {step}
          </Tap>
        ))}
      </Box>
      <Box className="steps-ends" silent>
        <Words>{question.minLabel ?? ''}</Words>
        <Words>{question.maxLabel ?? ''}</Words>
      </Box>
    </Box>
  );
};

/** A number as it is typed: what is no number yet is no answer yet. */
const NumberField = ({ question, value, onAnswer }: Pick<Props, 'question' | 'value' | 'onAnswer'>) => {
  const [text, setText] = useState(typeof value === 'number' ? String(value) : '');
  const { min = 0, max = 1_000_000, unit = '' } = question;
  return (
    <>
      <Box className="number-row">
        <Field
          className="question-field"
          kind="phone"
          label={question.title}
          value={text}
          placeholder={`${min} 到 ${max}`}
          maxLength={9}
          onText={(next) => {
            setText(next);
            const number = Number(next);
            onAnswer(() => (next.trim() === '' || !Number.isFinite(number) ? undefined : number));
          }}
        />
        <Words className="number-unit">{unit}</Words>
      </Box>
      {typeof value === 'number' && (value < min || value > max) ? (
        <Box className="question-problem" role="alert">{`请填 ${min} 到 ${max} 之间的数。`}</Box>
      ) : null}
    </>
  );
};
