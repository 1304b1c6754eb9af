import { useState } from 'react';
import type { AnswerOf } from '@/api/routes';
import { nowMs } from '@/api/now';
import { TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box, Words } from '@/ui/elements';
import { figure } from '@/words/say';
import { dayWord } from '@/words/time';
import './path.scss';

type Centre = AnswerOf<'member.kocCentre'>;
type Step = Centre['path'][number];

/**
 * The stages as a path: what is behind me with its day, what comes next with all it asks for, what is further off in a
 * line. Whoever has come to the end sees it folded up.
 */
export const Path = ({ centre: { path, koc } }: { centre: Centre }) => {
  const [open, setOpen] = useState(koc === undefined);
  const next = path.find((step) => !step.reached)?.stage;
  const done = path.filter((step) => step.reached).length;
  return (
    <Card>
      <CardHead title="成长之路" aside={`${done} / ${path.length}`} />
      {open ? (
        <Box className="path" role="list">
          {path.map((step) => (
            <StepLine key={step.stage} step={step} next={step.stage === next} whole={koc !== undefined} />
          ))}
        </Box>
      ) : (
        <Box className="path-folded">{path.map(({ name }) => name).join(' → ')}</Box>
      )}
      {koc ? (
        <TextButton onTap={() => setOpen(!open)}>{open ? '收起' : '看看每一步要保持什么'}</TextButton>
      ) : null}
    </Card>
  );
};

const StepLine = ({ step, next, whole }: { step: Step; next: boolean; whole: boolean }) => (
  <Box className={`step ${step.reached ? 'step-reached' : next ? 'step-next' : ''}`} role="listitem">
    <Box className="step-sign" silent>
      {step.reached ? '✓' : ''}
    </Box>
    <Box className="step-main">
      <Box className="step-head">
        <Words className="step-name">{step.name}</Words>
        <Words className="step-since">
          {step.since ? `${dayWord(step.since, nowMs())}到的` : step.reached ? '走过了' : ''}
        </Words>
      </Box>
      {step.reached && !whole ? null : <Box className="step-words">{step.words}</Box>}
      {next || whole ? (
        <>
          {step.atLeast < step.conditions.length ? (
            <Box className="step-words">{`下面 ${step.conditions.length} 条，做到 ${step.atLeast} 条就行：`}</Box>
          ) : null}
          {step.conditions.map((condition) => (
            <ConditionLine key={condition.words} condition={condition} />
          ))}
        </>
      ) : null}
    </Box>
  </Box>
);

const ConditionLine = ({
  condition: { words, have, need, met },
}: {
  condition: Step['conditions'][number];
}) => (
  <Box className={`condition ${met ? 'condition-met' : ''}`}>
    <Box className="condition-head">
      <Words className="condition-words">{words}</Words>
      <Words className="condition-count">{met ? '✓ 做到了' : `${figure(have)} / ${figure(need)}`}</Words>
    </Box>
    <Box className="condition-bar" silent>
      <Box
        className="condition-fill"
        style={{ width: `${Math.min(100, Math.round((have / Math.max(1, need)) * 100))}%` }}
      />
    </Box>
  </Box>
);
