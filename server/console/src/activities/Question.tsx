import type { ActivityRule } from '@kouyi/shared/types';
import { Input, InputNumber, Select } from 'antd';
import { WhenPicker } from './When';
import { WherePicker } from './Where';

const KNOWN = ['window', 'where', 'triggers', 'title', 'reward', 'limits', 'quiz', 'vote', 'relay'] as const;
const partOf = (field: string) => KNOWN.find((part) => field === part || field.startsWith(`${part}.`));

/** Whether a question has a small form of its own; the others are answered in the editor. */
export const answerable = (field: string): boolean => {
  const part = partOf(field);
  return part !== undefined && part !== 'quiz' && part !== 'vote' && part !== 'relay';
};

/** The small form for one open question of a sentence. */
export const Question = ({
  field,
  rule,
  onAnswer,
}: {
  field: string;
  rule: ActivityRule;
  onAnswer: (rule: ActivityRule) => void;
}) => {
  switch (partOf(field)) {
    case 'window':
      return (
        <WhenPicker
          value={rule.window}
          repeats={false}
          onChange={(window) => onAnswer({ ...rule, window })}
        />
      );
    case 'where':
      return <WherePicker value={rule.where} onChange={(where) => onAnswer({ ...rule, where })} />;
    case 'triggers':
      return (
        <Select
          mode="tags"
          aria-label="口令"
          placeholder="比如 1"
          style={{ width: 260 }}
          value={rule.triggers}
          onChange={(triggers: string[]) => onAnswer({ ...rule, triggers })}
          options={['1', '扣1', '+1', '打卡'].map((value) => ({ value }))}
        />
      );
    case 'title':
      return (
        <Input
          aria-label="名字"
          style={{ maxWidth: 320 }}
          value={rule.title}
          onChange={({ target }) => onAnswer({ ...rule, title: target.value })}
        />
      );
    case 'reward':
      return (
        <InputNumber
          aria-label="积分"
          min={0}
          precision={0}
          suffix="积分"
          value={rule.reward.points}
          onChange={(points) => onAnswer({ ...rule, reward: { points: points ?? 0 } })}
        />
      );
    case 'limits':
      return (
        <InputNumber
          aria-label="前多少名"
          min={1}
          precision={0}
          suffix="名"
          value={rule.limits.total ?? null}
          onChange={(total) => onAnswer({ ...rule, limits: { ...rule.limits, total: total ?? undefined } })}
        />
      );
    default:
      return <p className="quiet">这个在编辑里填，别的都会带过去。</p>;
  }
};
