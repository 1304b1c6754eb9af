const whole = new Intl.NumberFormat('zh-CN');

/** `1,873`. */
export const count = (n: number): string => whole.format(n).replace('-', '−');

/** `31.2%` of a base; `–` where there is no base to compare with. */
export const percent = (part: number, of: number): string =>
  of > 0 ? `${((part / of) * 100).toFixed(1)}%` : '–';

/** `+50`, `−5`, `0`: points that came or went. */
export const signed = (n: number): string => (n > 0 ? `+${count(n)}` : n < 0 ? `−${count(-n)}` : '0');
