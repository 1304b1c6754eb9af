/** A question for a day: `value` and what is told are `2036-11-22`; undefined: none. */
export interface DateFieldProps {
  className?: string;
  /** What the day is, said aloud. */
  label: string;
  value: string | undefined;
  onDay: (day: string | undefined) => void;
}
