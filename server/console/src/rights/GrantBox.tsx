import {
  BUDGET_AUDIENCE_NAMES,
  BUDGET_AUDIENCES,
  BUDGET_UNIT_NAMES,
  BUDGET_UNITS,
  type BudgetAudience,
  type BudgetUnit,
  GIFT_KIND_NAMES,
  GIFT_KINDS,
  type GiftKind,
} from '@kouyi/shared/types';
import { Checkbox, DatePicker, Form, Input, Segmented, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { newKey, useSend } from '../api';
import { FormModal } from '../ui/FormModal';
import { useTell } from '../ui/tell';
import { fromPicker } from '../ui/when';
import { AmountFields } from './AmountFields';
import { amountWords } from './amounts';
import { ServingPick } from './ServingPick';

interface Wish {
  kocId: string;
  title: string;
  unit: BudgetUnit;
  amount: number;
  perPerson: number;
  perDay: number;
  who: BudgetAudience;
  kinds: GiftKind[];
  until: Dayjs;
}

const DAYS = 30;

/** Puts an amount into a KOC's hands, with its rules. */
export const GrantBox = ({ onClose }: { onClose: () => void }) => {
  const tell = useTell();
  const [requestKey] = useState(newKey);
  const grant = useSend('budgets', 'grant', {
    refresh: ['ledger'],
    then: ({ kocName, unit, granted }) => {
      onClose();
      tell(`交给 ${kocName} ${amountWords(unit, granted)}，TA 已经收到消息`);
    },
  });
  return (
    <FormModal<Wish>
      title="给一位 KOC 预算"
      open
      ok="交给 TA"
      initial={{
        unit: 'point',
        who: 'both',
        kinds: [...GIFT_KINDS],
        until: dayjs().add(DAYS, 'day').endOf('day'),
      }}
      busy={grant.isPending}
      failure={grant.error}
      onClose={onClose}
      onFinish={({ kocId, until, ...rule }) =>
        grant.mutate({ kocId, requestKey, rule: { ...rule, until: fromPicker(until) } })
      }
    >
      <Form.Item name="kocId" label="给谁" rules={[{ required: true, message: '选一位在任的 KOC' }]}>
        <ServingPick />
      </Form.Item>
      <Form.Item
        name="title"
        label="叫什么"
        rules={[{ required: true, min: 2, max: 30, message: '2 到 30 个字' }]}
      >
        <Input placeholder="十一月新客礼" />
      </Form.Item>
      <Form.Item name="unit" label="送什么（红包进对方奖品柜，两个人点头才付）">
        <Segmented options={BUDGET_UNITS.map((value) => ({ value, label: BUDGET_UNIT_NAMES[value] }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={['unit']}>
        {({ getFieldValue }) => (
          <AmountFields
            unit={getFieldValue('unit') as BudgetUnit}
            fields={[
              { name: 'amount', label: '一共多少' },
              { name: 'perPerson', label: '每人最多收' },
              { name: 'perDay', label: '每天最多送' },
            ]}
          />
        )}
      </Form.Item>
      <Form.Item name="who" label="能送给谁">
        <Select options={BUDGET_AUDIENCES.map((value) => ({ value, label: BUDGET_AUDIENCE_NAMES[value] }))} />
      </Form.Item>
      <Form.Item name="kinds" label="用来做什么" rules={[{ required: true, message: '至少选一样' }]}>
        <Checkbox.Group options={GIFT_KINDS.map((value) => ({ value, label: GIFT_KIND_NAMES[value] }))} />
      </Form.Item>
      <Form.Item
        name="until"
        label="到什么时候（没送完的自动回来）"
        rules={[{ required: true, message: '选一个时间' }]}
      >
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
    </FormModal>
  );
};
