import type { BudgetUnit } from '@kouyi/shared/types';
import { Form, InputNumber } from 'antd';
import { YuanInput } from '../ui/Yuan';
import './rights.scss';

interface Field {
  name: string;
  label: string;
}

/** Amounts in a budget's unit side by side: whole points, or yuan that are kept as fen. */
export const AmountFields = ({ fields, unit }: { fields: readonly Field[]; unit: BudgetUnit }) => (
  <div className="amount-fields">
    {fields.map(({ name, label }) => (
      <Form.Item key={name} name={name} label={label} rules={[{ required: true, message: '写上数额' }]}>
        {unit === 'fen' ? (
          <YuanInput label={label} />
        ) : (
          <InputNumber min={1} max={100_000_000} precision={0} suffix="积分" aria-label={label} />
        )}
      </Form.Item>
    ))}
  </div>
);
