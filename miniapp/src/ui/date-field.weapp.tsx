import { Picker } from '@tarojs/components';
import { fullDate } from '@/words/time';
import { Box } from './elements';
import type { DateFieldProps } from './date-field-types';
import './date-field.scss';

/** Where the wheel stands while nothing is chosen: most birthdays are not far from it. */
const START = '1995-01-01';

/** A day, chosen with WeChat's own wheel. */
export const DateField = ({ className, label, value, onDay }: DateFieldProps) => {
  const words = value === undefined ? '点一下选日期' : fullDate(value);
  return (
    <Picker
      mode="date"
      start="1900-01-01"
      end="2200-01-01"
      value={value ?? START}
      onChange={({ detail }) => onDay(detail.value)}
    >
      <Box
        className={`field field-day ${value === undefined ? 'field-day-empty' : ''} ${className ?? ''}`}
        role="button"
        label={`${label}：${words}`}
      >
        {words}
      </Box>
    </Picker>
  );
};
