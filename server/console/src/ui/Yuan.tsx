import { yuan } from '@kouyi/shared/rules/money';
import { InputNumber } from 'antd';

/** `1,234.56 元`, `−18.10 元`. */
export const money = (fen: number): string => `${yuan(fen).replace('-', '−')} 元`;

/** `20,000.00` of `20000.00`; what follows the point stays as it is. */
const thousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

/** Money as people type it, in yuan; outside it is whole fen. Empty is `undefined`. */
export const YuanInput = ({
  id,
  value,
  onChange = () => undefined,
  label,
  placeholder,
  disabled = false,
}: {
  /** A form's field hands it in, for its heading to lead here. */
  id?: string;
  /** A form's field hands this and `onChange` to what stands in it. */
  value?: number | undefined;
  onChange?: (fen: number | undefined) => void;
  /** Its name for those who can't see what stands beside it. */
  label?: string;
  /** What stands in it while it is empty, where nothing beside it says so. */
  placeholder?: string;
  disabled?: boolean;
}) => (
  <InputNumber<number | string>
    min={0}
    max={1_000_000_000}
    precision={2}
    suffix="元"
    formatter={(given) => thousands(String(given ?? ''))}
    parser={(typed) => (typed ?? '').replaceAll(',', '')}
    disabled={disabled}
    {...(id === undefined ? {} : { id })}
    {...(placeholder === undefined ? {} : { placeholder })}
    {...(label === undefined ? {} : { 'aria-label': label })}
    value={value === undefined ? null : value / 100}
    onChange={(given) =>
      onChange(given === null || given === '' ? undefined : Math.round(Number(given) * 100))
    }
  />
);
