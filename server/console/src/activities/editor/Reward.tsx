import { InputNumber, Select } from 'antd';
import { CouponPicker } from '../../coupons/CouponPicker';
import { BoxPicker } from '../../draws/BoxPicker';
import { Field } from './Field';
import type { SectionProps } from './parts';

/** Which box, and whether the 1 gives a chance or opens it. */
const Box = ({ rule, change }: SectionProps) => {
  const { box } = rule.reward;
  const set = (next: NonNullable<typeof box>): void => change({ reward: { ...rule.reward, box: next } });
  return (
    <>
      <Field label="抽哪个盲盒" at="reward.box">
        <BoxPicker value={box?.id} onChange={(id) => set({ id, gives: box?.gives ?? 'chance' })} />
      </Field>
      <Field
        label="扣 1 以后"
        hint="没报过年龄的人，都会先拿到机会，在小程序里报了再开"
        at="reward.box.gives"
      >
        <Select
          aria-label="扣 1 以后"
          disabled={box === undefined}
          value={box?.gives ?? 'chance'}
          onChange={(gives: 'chance' | 'draw') => box && set({ ...box, gives })}
          options={[
            { value: 'chance', label: '给一次机会，去小程序里开' },
            { value: 'draw', label: '当场就开，群里公布' },
          ]}
        />
      </Field>
    </>
  );
};

/** What one participation gives, and how many may have it. */
export const Reward = ({ rule, change }: SectionProps) => {
  const set = (part: Partial<typeof rule.limits>): void => change({ limits: { ...rule.limits, ...part } });
  const grabs = rule.kind === 'coupon_grab';
  return (
    <div className="trio">
      {rule.kind === 'blind_box' && <Box rule={rule} change={change} />}
      {grabs && (
        <Field label="抢哪张券" at="reward.couponId">
          <CouponPicker
            value={rule.reward.couponId}
            onChange={(couponId) => change({ reward: { ...rule.reward, couponId } })}
          />
        </Field>
      )}
      <Field label={rule.kind === 'quiz' ? '答对给' : '每次给'} at="reward.points">
        <InputNumber
          min={0}
          max={10_000}
          precision={0}
          suffix="积分"
          value={rule.reward.points}
          onChange={(points) => change({ reward: { ...rule.reward, points: points ?? 0 } })}
        />
      </Field>
      <Field label="总共前多少名" hint={grabs ? '启动时先把这么多张留出来' : '空着不限'} at="limits.total">
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
