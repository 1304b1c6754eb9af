import {
  BUDGET_AUDIENCE_NAMES,
  BUDGET_AUDIENCES,
  BUDGET_UNIT_NAMES,
  BUDGET_UNITS,
  type BudgetAudience,
  type BudgetUnit,
  KOC_TIER_NAMES,
  KOC_TIERS,
  type KocTier,
  RIGHT_KIND_NAMES,
  RIGHT_KINDS,
  RIGHT_PERIOD_NAMES,
  RIGHT_PERIODS,
  type RightKind,
  type RightPeriod,
} from '@kouyi/shared/types';
import { DatePicker, Form, Input, InputNumber, Segmented, Select, Switch } from 'antd';
import type { Dayjs } from 'dayjs';
import { type In, type Out, useSend } from '../api';
import { CouponPicker } from '../coupons/CouponPicker';
import { FormModal } from '../ui/FormModal';
import { useTell } from '../ui/tell';
import { fromPicker, toPicker } from '../ui/when';
import { AmountFields } from './AmountFields';

type Row = Out<'rights', 'list'>['items'][number];
type Rule = In<'rights', 'create'>['rule'];

interface Wish {
  name: string;
  about?: string;
  kind: RightKind;
  points?: number;
  couponId?: string;
  what?: string;
  unit: BudgetUnit;
  amount?: number;
  perPerson?: number;
  perDay?: number;
  who: BudgetAudience;
  days?: number;
  period: RightPeriod;
  counts: Partial<Record<KocTier, number | null>>;
  until?: Dayjs | null;
  atOnce: boolean;
  needsNote: boolean;
}

const REQUIRED = [{ required: true, message: '这里要填' }];

const ruleOf = (wish: Wish): Rule => {
  const { name, about, kind, points, couponId, what, period, counts, until, atOnce, needsNote } = wish;
  const { unit, amount = 0, perPerson = 0, perDay = 0, who, days = 30 } = wish;
  const given = Object.entries(counts).filter(([, times]) => times);
  return {
    name,
    about: about ?? '',
    kind,
    period,
    counts: Object.fromEntries(given),
    atOnce,
    needsNote: kind === 'goods' && needsNote,
    ...(kind === 'points' && points ? { points } : {}),
    ...(kind === 'coupon' && couponId ? { couponId } : {}),
    ...((kind === 'goods' || kind === 'service') && what ? { what } : {}),
    ...(kind === 'budget' ? { budget: { unit, amount, perPerson, perDay, who, days } } : {}),
    ...(until ? { until: fromPicker(until) } : {}),
  };
};

const initialOf = (row: Row | undefined): Partial<Wish> => {
  if (!row)
    return {
      kind: 'points',
      unit: 'point',
      who: 'both',
      days: 30,
      period: 'month',
      counts: { starter: 1, silver: 1, gold: 1 },
      atOnce: false,
      needsNote: true,
    };
  const { budget, until, ...rule } = row.rule;
  return {
    ...rule,
    ...(budget ?? { unit: 'point', who: 'both', days: 30 }),
    until: until ? toPicker(until) : null,
  };
};

/** One right: what it gives, to which tier how often, until when. */
export const RightForm = ({ row, onClose }: { row: Row | undefined; onClose: () => void }) => {
  const tell = useTell();
  const then = ({ rule }: Row) => {
    onClose();
    tell(`「${rule.name}」存好了`);
  };
  const create = useSend('rights', 'create', { then });
  const change = useSend('rights', 'change', { then });
  return (
    <FormModal<Wish>
      title={row ? `改「${row.rule.name}」` : '加一项权益'}
      open
      ok={row ? '存成新的规则' : '加上'}
      initial={initialOf(row)}
      busy={create.isPending || change.isPending}
      failure={create.error ?? change.error}
      onClose={onClose}
      onFinish={(wish) =>
        row
          ? change.mutate({ id: row.id, version: row.version, rule: ruleOf(wish) })
          : create.mutate({ rule: ruleOf(wish) })
      }
    >
      <Form.Item
        name="name"
        label="叫什么"
        rules={[{ required: true, min: 2, max: 30, message: '2 到 30 个字' }]}
      >
        <Input placeholder="每月积分" />
      </Form.Item>
      <Form.Item name="kind" label="给什么">
        <Segmented options={RIGHT_KINDS.map((value) => ({ value, label: RIGHT_KIND_NAMES[value] }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={['kind', 'unit']}>
        {({ getFieldValue }) => (
          <Given kind={getFieldValue('kind') as RightKind} unit={getFieldValue('unit') as BudgetUnit} />
        )}
      </Form.Item>
      <Form.Item name="period" label="多久算一次">
        <Segmented options={RIGHT_PERIODS.map((value) => ({ value, label: RIGHT_PERIOD_NAMES[value] }))} />
      </Form.Item>
      <Form.Item label="每个等级几次（空着就是没有）">
        <div className="row" style={{ gap: 12 }}>
          {KOC_TIERS.map((tier) => (
            <Form.Item key={tier} name={['counts', tier]} noStyle>
              <InputNumber
                min={0}
                max={100}
                precision={0}
                prefix={KOC_TIER_NAMES[tier]}
                suffix="次"
                aria-label={`${KOC_TIER_NAMES[tier]}几次`}
                style={{ width: 132 }}
              />
            </Form.Item>
          ))}
        </div>
      </Form.Item>
      <Form.Item name="until" label="到什么时候（不选就一直有）">
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Form.Item name="about" label="KOC 要知道的（可以不写）">
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={300} />
      </Form.Item>
      <Form.Item name="atOnce" label="不用审核，领了就给" valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormModal>
  );
};

const Given = ({ kind, unit }: { kind: RightKind; unit: BudgetUnit }) => {
  switch (kind) {
    case 'points':
      return (
        <Form.Item name="points" label="多少积分" rules={REQUIRED}>
          <InputNumber min={1} max={100_000} precision={0} suffix="积分" />
        </Form.Item>
      );
    case 'coupon':
      return (
        <Form.Item name="couponId" label="哪张券（从它的库存里出）" rules={REQUIRED}>
          <Coupon />
        </Form.Item>
      );
    case 'goods':
    case 'service':
      return (
        <>
          <Form.Item name="what" label="具体是什么" rules={REQUIRED}>
            <Input placeholder={kind === 'goods' ? '面霜 50ml 一瓶' : '门店护理一次'} maxLength={60} />
          </Form.Item>
          {kind === 'goods' && (
            <Form.Item name="needsNote" label="要 KOC 写收件信息（加密保存）" valuePropName="checked">
              <Switch />
            </Form.Item>
          )}
        </>
      );
    case 'budget':
      return (
        <>
          <Form.Item name="unit" label="送什么">
            <Segmented options={BUDGET_UNITS.map((value) => ({ value, label: BUDGET_UNIT_NAMES[value] }))} />
          </Form.Item>
          <AmountFields
            unit={unit}
            fields={[
              { name: 'amount', label: '一共多少' },
              { name: 'perPerson', label: '每人最多' },
              { name: 'perDay', label: '每天最多送' },
            ]}
          />
          <Form.Item name="who" label="送给谁">
            <Select
              options={BUDGET_AUDIENCES.map((value) => ({ value, label: BUDGET_AUDIENCE_NAMES[value] }))}
            />
          </Form.Item>
          <Form.Item name="days" label="多少天内送完" rules={REQUIRED}>
            <InputNumber min={1} max={365} precision={0} suffix="天" />
          </Form.Item>
        </>
      );
  }
};

const Coupon = ({ value, onChange }: { value?: string; onChange?: (id: string) => void }) => (
  <CouponPicker value={value} onChange={(id) => onChange?.(id)} />
);
