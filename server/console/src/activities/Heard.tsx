import type { ActivityRule } from '@kouyi/shared/types';
import { Button } from 'antd';
import { type Ref, useMemo, useState } from 'react';
import { type Out, useRequestKey, useSend } from '../api';
import { Notice, Trouble } from '../ui/pieces';
import { useGo } from '../ui/use';
import { PART_NAMES } from '../ui/words';
import { highlight } from './highlight';
import { Question, answerable } from './Question';
import { hasTime, ruleOf } from './rule';

type Heard = Out<'activities', 'sentence'>;

const HeardLine = ({ text, heard }: { text: string; heard: Heard }) => (
  <p className="heard">
    {highlight(text, heard.understood, heard.ignored).map(({ text: piece, part, ignored }, i) => {
      if (part !== undefined)
        return (
          <mark key={i} className={part} title={PART_NAMES[part] ?? part}>
            {piece}
          </mark>
        );
      return ignored ? (
        <del key={i} title="这部分没用上">
          {piece}
        </del>
      ) : (
        <span key={i}>{piece}</span>
      );
    })}
  </p>
);

const Meanings = ({ heard }: { heard: Heard }) => (
  <ul className="meanings">
    {heard.understood.map(({ part, meaning }, i) => (
      <li key={i}>
        <span>{PART_NAMES[part] ?? part}</span>
        <span>{meaning}</span>
      </li>
    ))}
    {heard.ignored.length > 0 && (
      <li>
        <span>没用上</span>
        <span className="quiet">{heard.ignored.map((one) => `「${one}」`).join('')}</span>
      </li>
    )}
  </ul>
);

/** What was heard, what is still open, and the way on: a draft, or the editor for the rest. */
export const Answer = ({
  text,
  heard,
  enter,
}: {
  text: string;
  heard: Heard;
  /** The button that Enter in the sentence presses. */
  enter: Ref<HTMLButtonElement>;
}) => {
  const go = useGo();
  const fields = heard.questions.map(({ field }) => field);
  const start = useMemo(
    () =>
      ruleOf(
        heard.draft ?? {},
        heard.questions.map(({ field }) => field),
      ),
    [heard],
  );
  const [answers, setAnswers] = useState<{ of: Heard; rule: ActivityRule; settled: string[] }>();
  const current = answers?.of === heard ? answers : { of: heard, rule: start, settled: [] };
  const keyOf = useRequestKey();
  const create = useSend('activities', 'create', { then: ({ id }) => go(`/activities/${id}`) });
  const stillOpen = fields.filter((field) => !current.settled.includes(field));
  const ready =
    heard.draft !== null && heard.refusals.length === 0 && stillOpen.length === 0 && hasTime(current.rule);
  return (
    <div className="stack">
      <HeardLine text={text} heard={heard} />
      <Meanings heard={heard} />
      {heard.refusals.map(({ code, message }) => (
        <Notice key={code}>{message}</Notice>
      ))}
      {heard.refusals.length === 0 &&
        heard.questions.map(({ field, question }) => (
          <div
            key={field + question}
            className={`question ${current.settled.includes(field) ? 'settled' : ''}`}
          >
            <b>{question}</b>
            <Question
              field={field}
              rule={current.rule}
              onAnswer={(rule) =>
                setAnswers({ of: heard, rule, settled: [...new Set([...current.settled, field])] })
              }
            />
          </div>
        ))}
      <Trouble failure={create.error} />
      {heard.draft !== null && heard.refusals.length === 0 && (
        <div className="row">
          <Button
            ref={enter}
            type="primary"
            size="large"
            disabled={!ready}
            loading={create.isPending}
            onClick={() => create.mutate({ rule: current.rule, requestKey: keyOf(current.rule) })}
          >
            建成草稿
          </Button>
          <Button size="large" onClick={() => go('/activities/edit', { rule: current.rule })}>
            去编辑里细改
          </Button>
          <span className="quiet">
            {stillOpen.length === 0
              ? '按 Enter 也行'
              : stillOpen.every(answerable)
                ? `还有 ${stillOpen.length} 个问题要答`
                : '有的要去编辑里填'}
          </span>
        </div>
      )}
    </div>
  );
};
