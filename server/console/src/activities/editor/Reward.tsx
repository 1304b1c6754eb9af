import { InputNumber } from 'antd';
import { Field } from './Field';
import type { SectionProps } from './parts';

/** What one participation gives, and how many may have it. */
export const Reward = ({ rule, change }: SectionProps) => {
  const set = (part: Partial<typeof rule.limits>): void => change({ limits: { ...rule.limits, ...part } });
  return (
    <div className="trio">
      <Field label={rule.kind === 'quiz' ? '答对给' : '每次给'} at="reward">
        <InputNumber
          min={0}
          max={10_000}
          precision={0}
          suffix="积分"
          value={rule.reward.points}
          onChange={(points) => change({ reward: { points: points ?? 0 } })}
        />
      </Field>
      <Field label="总共前多少名" hint="空着不限" at="limits.total">
        <InputNumber
          min={1}
          precision={0}
          suffix="名"
          value={rule.limits.total ?? null}
          onChange={(total) => set({ total: total ?? undefined })}
        />
      </Field>
      <Field label="积分总预算" hint="发完就停，空着不限" at="limits.budgetPoints">
        <InputNumber
          min={1}
          precision={0}
          suffix="积分"
          value={rule.limits.budgetPoints ?? null}
          onChange={(budgetPoints) => set({ budgetPoints: budgetPoints ?? undefined })}
        />
      </Field>
    </div>
  );
};
