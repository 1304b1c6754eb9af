import type { ActivityRule } from '@kouyi/shared/types';
import { Collapse } from 'antd';
import { useMemo } from 'react';
import { heldStill } from '../../app/writing';
import { Card } from '../../ui/pieces';
import { problemsOf } from '../rule';
import { WhenPicker } from '../When';
import { WherePicker } from '../Where';
import { Answer } from './Answer';
import { Field, Problems, refusedField } from './Field';
import { Limits } from './Limits';
import { Preview, usePreview } from './Preview';
import { Reward } from './Reward';
import { What } from './What';
import './editor.scss';

/** The rule as a short form, section by section, with what it will look like beside it. */
export const Editor = ({
  rule,
  onChange,
  activityId,
  failure,
  busy,
  quiet = false,
}: {
  rule: ActivityRule;
  onChange: (rule: ActivityRule) => void;
  activityId: string | undefined;
  /** What became of the last save: what it was refused for stands beside its field. */
  failure: unknown;
  /** It is being saved. */
  busy: boolean;
  /** Nothing was written yet: what is missing is not a mistake. */
  quiet?: boolean;
}) => {
  const change = (part: Partial<ActivityRule>): void => onChange({ ...rule, ...part });
  const preview = usePreview(rule, activityId);
  const problems = useMemo(
    () => [
      ...(quiet ? [] : problemsOf(rule)),
      // What only the server knows: whether the box is open, whether the coupon is given out.
      ...(quiet ? [] : (preview.data?.problems ?? []).filter(({ field }) => field !== 'where')),
      ...refusedField(failure, 'rule'),
    ],
    [rule, failure, quiet, preview.data],
  );
  return (
    <Problems.Provider value={problems}>
      <div className="editor" {...heldStill(busy)}>
        <div className="stack">
          <Card title="做什么">
            <What rule={rule} change={change} />
          </Card>
          <Card title="在哪些群">
            <Field label="选群" at="where">
              <WherePicker value={rule.where} onChange={(where) => change({ where })} />
            </Field>
          </Card>
          <Card title="什么时候" sub="北京时间">
            <Field label="从什么时候到什么时候" at="window">
              <WhenPicker value={rule.window} onChange={(window) => change({ window })} />
            </Field>
          </Card>
          <Card title="给什么">
            <Reward rule={rule} change={change} />
          </Card>
          <Card title="机器人怎么说">
            <Answer rule={rule} change={change} />
          </Card>
          <Card>
            <Collapse
              ghost
              items={[
                {
                  key: 'limits',
                  label: '更多限制：每人几次、每群几位、谁能参加',
                  children: <Limits rule={rule} change={change} />,
                },
              ]}
            />
          </Card>
        </div>
        <aside aria-label="预览" tabIndex={0}>
          <Preview rule={rule} of={preview} />
        </aside>
      </div>
    </Problems.Provider>
  );
};
