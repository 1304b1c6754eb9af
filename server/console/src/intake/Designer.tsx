import { expressionProblem, questionsOf, type Ranges } from '@kouyi/shared/rules/intake';
import { explore } from '@kouyi/shared/rules/intake-explore';
import { type Finding, lint } from '@kouyi/shared/rules/intake-lint';
import type { Questionnaire } from '@kouyi/shared/types';
import { Input, InputNumber } from 'antd';
import { useMemo, useState } from 'react';
import { Field } from '../activities/editor/Field';
import { Card, Pill } from '../ui/pieces';
import { useStill } from '../ui/use';
import { Dimensions } from './Dimensions';
import { Preview } from './Preview';
import { Questions } from './Questions';
import { Results } from './Results';
import './intake.scss';

/** What the linter says of a questionnaire, and what its dimensions can score; a moment after the last change. */
export const useChecked = (content: Questionnaire): { findings: Finding[]; ranges: Ranges } => {
  const still = useStill(content, 500);
  return useMemo(() => {
    const readable = questionsOf(still).every(({ when }) => when === undefined || !expressionProblem(when));
    return { findings: lint(still), ranges: readable ? explore(still).ranges : {} };
  }, [still]);
};

/** A questionnaire by form, with the phone and the linter beside it. */
export const Designer = ({
  content,
  onChange,
  findings,
  ranges,
}: {
  content: Questionnaire;
  onChange: (next: Questionnaire) => void;
  findings: readonly Finding[];
  ranges: Ranges;
}) => {
  const [open, setOpen] = useState<string>();
  const change = (part: Partial<Questionnaire>): void => onChange({ ...content, ...part });
  return (
    <div className="editor intake">
      <div className="stack">
        <Card title="开场">
          <Field label="名字">
            <Input
              value={content.title}
              maxLength={40}
              onChange={({ target }) => change({ title: target.value })}
            />
          </Field>
          <Field label="说一句" hint="为什么做、答完有什么。">
            <Input.TextArea
              value={content.intro}
              maxLength={300}
              autoSize={{ minRows: 2 }}
              onChange={({ target }) => change({ intro: target.value })}
            />
          </Field>
          <div className="trio">
            <Field label="大约几分钟">
              <InputNumber
                min={1}
                max={60}
                precision={0}
                value={content.minutes}
                onChange={(minutes) => change({ minutes: minutes ?? 1 })}
              />
            </Field>
            <Field label="护理期几天" hint="期间不发任何推广，并安排顾问。0：都不要。">
              <InputNumber
                min={0}
                max={90}
                precision={0}
                value={content.careDays}
                onChange={(careDays) => change({ careDays: careDays ?? 0 })}
              />
            </Field>
          </div>
        </Card>
        <Questions content={content} onChange={onChange} open={open} onOpen={setOpen} />
        <Dimensions content={content} onChange={onChange} ranges={ranges} />
        <Results content={content} onChange={onChange} />
        <Card title="结果下面的小字" sub="说清楚这不是什么。">
          <Input.TextArea
            aria-label="结果下面的小字"
            value={content.notice}
            maxLength={300}
            autoSize={{ minRows: 2 }}
            onChange={({ target }) => change({ notice: target.value })}
          />
        </Card>
      </div>
      <aside className="stack">
        <Preview content={content} ranges={ranges} at={open} />
        <Findings findings={findings} onOpen={setOpen} />
      </aside>
    </div>
  );
};

const Findings = ({ findings, onOpen }: { findings: readonly Finding[]; onOpen: (id: string) => void }) => (
  <Card title="检查" sub={findings.length === 0 ? '每一题都到得了，每个结果都有人能得到。' : undefined}>
    <ul className="findings" aria-live="polite">
      {findings.map(({ level, text, at }, i) => (
        <li key={i}>
          <Pill tone={level === 'error' ? 'live' : 'care'}>{level === 'error' ? '要改' : '看一下'}</Pill>
          {at?.part === 'question' ? (
            <button type="button" className="link" onClick={() => onOpen(at.id)}>
              {text}
            </button>
          ) : (
            <span>{text}</span>
          )}
        </li>
      ))}
    </ul>
  </Card>
);
