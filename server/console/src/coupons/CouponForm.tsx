import {
  COUPON_KINDS,
  COUPON_KIND_NAMES,
  COUPON_STACKINGS,
  COUPON_STACKING_NAMES,
  type CouponKind,
  type CouponRule,
  type CouponStacking,
  type CouponTerms,
} from '@kouyi/shared/types';
import { DatePicker, Input, InputNumber, Select } from 'antd';
import { Field, NumberField } from '../activities/editor/Field';
import { PerGroup } from '../activities/editor/Limits';
import { useApi } from '../api';
import { AudienceField } from '../tags/AudienceField';
import { Card } from '../ui/pieces';
import { fromPicker, toPicker } from '../ui/when';
import { YuanInput } from '../ui/Yuan';

interface Part {
  rule: CouponRule;
  change: (part: Partial<CouponRule>) => void;
}

const blankTerms = (kind: CouponKind, minFen: number): CouponTerms =>
  kind === 'cut'
    ? { kind, minFen, cutFen: 500 }
    : kind === 'discount'
      ? { kind, payPercent: 85, minFen, maxCutFen: 2_000 }
      : { kind, giftName: '', costFen: 0, minFen: 0 };

const Terms = ({ rule: { terms }, change }: Part) => (
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

const Validity = ({ rule: { validity, remindDaysBefore }, change }: Part) => (
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

const Stores = ({ rule: { stores, stacking }, change }: Part) => {
  const units = useApi('org', 'units', {});
  return (
    <>
      <Field label="在哪能用" hint="选大区就是它下面所有门店" at="stores">
        <Select
          mode="multiple"
          aria-label="在哪能用"
          placeholder="所有门店"
          value={stores.unitIds}
          onChange={(unitIds: string[]) => change({ stores: { everywhere: unitIds.length === 0, unitIds } })}
          showSearch={{ optionFilterProp: 'label' }}
          options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
      <Field label="和别的券" at="stacking">
        <Select
          aria-label="和别的券"
          value={stacking}
          onChange={(next: CouponStacking) => change({ stacking: next })}
          options={COUPON_STACKINGS.map((value) => ({ value, label: COUPON_STACKING_NAMES[value] }))}
        />
      </Field>
    </>
  );
};

/** A coupon as a form, section by section. */
export const CouponForm = ({ rule, change }: Part) => (
  <div className="stack">
    <Card title="是什么券">
      <Field label="名字" at="name">
        <Input
          size="large"
          maxLength={20}
          placeholder="比如：满30减5"
          value={rule.name}
          onChange={({ target }) => change({ name: target.value })}
        />
      </Field>
      <div className="field">
        <Terms rule={rule} change={change} />
      </div>
    </Card>
    <Card title="什么时候能用" sub="北京时间">
      <Validity rule={rule} change={change} />
    </Card>
    <Card title="在哪能用">
      <Stores rule={rule} change={change} />
    </Card>
    <Card title="发多少">
      <div className="trio">
        <NumberField
          label="一共"
          at="stock"
          min={1}
          unit="张"
          value={rule.stock}
          onChange={(stock) => change({ stock: stock ?? 0 })}
        />
        <NumberField
          label="每人最多"
          at="perPerson"
          min={1}
          max={100}
          unit="张"
          value={rule.perPerson}
          onChange={(perPerson) => change({ perPerson: perPerson ?? 0 })}
        />
      </div>
      <div className="field">
        <AudienceField value={rule.audience} onChange={(audience) => change({ audience })} />
        <Field label="每个群最多" hint="按比例向下取整，至少一张" at="perGroup">
          <PerGroup value={rule.perGroup} onChange={(perGroup) => change({ perGroup })} />
        </Field>
      </div>
      <Field label="补充说明" hint="写在券面最下面" at="note">
        <Input
          maxLength={100}
          placeholder="比如：储值卡支付不可用"
          value={rule.note}
          onChange={({ target }) => change({ note: target.value })}
        />
      </Field>
    </Card>
  </div>
);
