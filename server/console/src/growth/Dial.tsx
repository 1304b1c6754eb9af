import { InputNumber } from 'antd';

/** One number of the rules with what it means. An empty field keeps what was there; who may not change it reads it. */
export const Dial = ({
  name,
  unit,
  line,
  min,
  max,
  value,
  disabled,
  onChange,
}: {
  name: string;
  unit: string;
  line: string;
  min: number;
  max: number;
  value: number;
  disabled: boolean;
  onChange: (value: number) => void;
}) => (
  <label className="growth-dial">
    <b>{name}</b>
    {disabled ? (
      <span className="num">{`${value} ${unit}`}</span>
    ) : (
      <InputNumber
        aria-label={name}
        min={min}
        max={max}
        precision={0}
        value={value}
        suffix={unit}
        onChange={(next) => next !== null && onChange(next)}
      />
    )}
    <span className="quiet">{line}</span>
  </label>
);
