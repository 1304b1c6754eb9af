import { yuan } from '@kouyi/shared/rules/money';
import { InputNumber } from 'antd';

/** `1,234.56 元`, `−18.10 元`. */
export const money = (fen: number): string => `${yuan(fen).replace('-', '−')} 元`;

/** Money as people type it, in yuan; outside it is whole fen. Empty is `undefined`. */
export const YuanInput = ({
  value,
  onChange,
  label,
  disabled = false,
}: {
  value: number | undefined;
  onChange: (fen: number | undefined) => void;
  /** Its name for those who can't see what stands beside it. */
  label?: string;
  disabled?: boolean;
}) => (
  <InputNumber
    min={0}
    max={1_000_000_000}
    precision={2}
    suffix="元"
    disabled={disabled}
    {...(label === undefined ? {} : { 'aria-label': label })}
    value={value === undefined ? null : value / 100}
    onChange={(given) => onChange(given === null ? undefined : Math.round(given * 100))}
  />
);
