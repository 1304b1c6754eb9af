import type { DateFieldProps } from './date-field-types';

/** A day, chosen with the browser's own calendar; what is no whole date yet is no answer yet. */
export const DateField = ({ className, label, value, onDay }: DateFieldProps) => (
  <input
    className={`field ${className ?? ''}`}
    type="date"
    min="1900-01-01"
    max="2200-01-01"
    aria-label={label}
    value={value ?? ''}
    onChange={({ target }) => onDay(target.value === '' ? undefined : target.value)}
  />
);
