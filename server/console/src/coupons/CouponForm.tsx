import { COUPON_STACKINGS, COUPON_STACKING_NAMES, type CouponStacking } from '@kouyi/shared/types';
import { Input, Select } from 'antd';
import { Field, NumberField } from '../activities/editor/Field';
import { PerGroup } from '../activities/editor/Limits';
import { useApi } from '../api';
import { AudienceField } from '../tags/AudienceField';
import { Card } from '../ui/pieces';
import { type Part, Terms, Validity } from './CouponTerms';

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
