import {
  COUPON_KINDS,
  COUPON_KIND_NAMES,
  type CouponKind,
  type CouponRule,
  type CouponTerms,
} from '@kouyi/shared/types';
import { DatePicker, Input, InputNumber, Select } from 'antd';
import { Field, NumberField } from '../activities/editor/Field';
import { fromPicker, toPicker } from '../ui/when';
import { YuanInput } from '../ui/Yuan';

/** What a part of the form is given: the coupon as it stands, and how to change it. */
export interface Part {
  rule: CouponRule;
  change: (part: Partial<CouponRule>) => void;
}

const blankTerms = (kind: CouponKind, minFen: number): CouponTerms =>
  kind === 'cut'
    ? { kind, minFen, cutFen: 500 }
    : kind === 'discount'
      ? { kind, payPercent: 85, minFen, maxCutFen: 2_000 }
      : { kind, giftName: '', costFen: 0, minFen: 0 };

/** What it is worth, and from which sum on. */
export const Terms = ({ rule: { terms }, change }: Part) => (
  <div className="trio">
    <Field label="哪一种" at="terms.kind">
      <Select
        aria-label="哪一种券"
        value={terms.kind}
        onChange={(kind: CouponKind) => change({ terms: blankTerms(kind, terms.minFen) })}
        options={COUPON_KINDS.map((value) => ({ value, label: COUPON_KIND_NAMES[value] }))}
      />
    </Field>
    <Field label="满多少能用" hint="0 是无门槛" at="terms.minFen">
      <YuanInput
        label="满多少能用"
        value={terms.minFen}
        onChange={(minFen) => change({ terms: { ...terms, minFen: minFen ?? 0 } })}
      />
    </Field>
    {terms.kind === 'cut' && (
      <Field label="减多少" at="terms.cutFen">
        <YuanInput
          label="减多少"
          value={terms.cutFen}
          onChange={(cutFen) => change({ terms: { ...terms, cutFen: cutFen ?? 0 } })}
        />
      </Field>
    )}
    {terms.kind === 'discount' && (
      <>
        <Field label="打几折" at="terms.payPercent">
          <InputNumber
            aria-label="打几折"
            min={1}
            max={9.9}
            step={0.5}
            precision={1}
            suffix="折"
            value={terms.payPercent / 10}
            onChange={(folds) => change({ terms: { ...terms, payPercent: Math.round((folds ?? 10) * 10) } })}
          />
        </Field>
        <Field label="最多优惠" hint="不封顶就说不准要花多少" at="terms.maxCutFen">
          <YuanInput
            label="最多优惠"
            value={terms.maxCutFen}
            onChange={(maxCutFen) => change({ terms: { ...terms, maxCutFen: maxCutFen ?? 0 } })}
          />
        </Field>
      </>
    )}
    {terms.kind === 'gift' && (
      <>
        <Field label="换什么" at="terms.giftName">
          <Input
            maxLength={40}
            placeholder="比如：护手霜小样"
            value={terms.giftName}
            onChange={({ target }) => change({ terms: { ...terms, giftName: target.value } })}
          />
        </Field>
        <Field label="一份成本" at="terms.costFen">
          <YuanInput
            label="一份成本"
            value={terms.costFen}
            onChange={(costFen) => change({ terms: { ...terms, costFen: costFen ?? 0 } })}
          />
        </Field>
      </>
    )}
  </div>
);

/** From when to when it can be used, and when people are reminded. */
export const Validity = ({ rule: { validity, remindDaysBefore }, change }: Part) => (
  <div className="trio">
    <Field label="怎么算有效期" at="validity.kind">
      <Select
        aria-label="怎么算有效期"
        value={validity.kind}
        onChange={(kind: 'fixed' | 'days') =>
          change({
            validity: kind === 'days' ? { kind, days: 7, afterDays: 0 } : { kind, from: '', until: '' },
          })
        }
        options={[
          { value: 'days', label: '到手后几天' },
          { value: 'fixed', label: '固定日期' },
        ]}
      />
    </Field>
    {validity.kind === 'days' ? (
      <>
        <NumberField
          label="有效几天"
          hint="最后一天到 24:00"
          at="validity.days"
          min={1}
          max={366}
          unit="天"
          value={validity.days}
          onChange={(days) => change({ validity: { ...validity, days: days ?? 0 } })}
        />
        <NumberField
          label="几天后起用"
          hint="0 是马上能用"
          at="validity.afterDays"
          min={0}
          max={365}
          unit="天"
          value={validity.afterDays}
          onChange={(afterDays) => change({ validity: { ...validity, afterDays: afterDays ?? 0 } })}
        />
      </>
    ) : (
      <Field label="从什么时候到什么时候" at="validity">
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm', minuteStep: 30 }}
          format="YYYY-MM-DD HH:mm"
          placeholder={['开始', '结束']}
          value={[toPicker(validity.from), toPicker(validity.until)]}
          onChange={(range) =>
            change({
              validity: {
                kind: 'fixed',
                from: fromPicker(range?.[0] ?? null),
                until: fromPicker(range?.[1] ?? null),
              },
            })
          }
        />
      </Field>
    )}
    <NumberField
      label="提前几天提醒"
      hint="0 不提醒"
      at="remindDaysBefore"
      min={0}
      max={30}
      unit="天"
      value={remindDaysBefore}
      onChange={(days) => change({ remindDaysBefore: days ?? 0 })}
    />
  </div>
);
