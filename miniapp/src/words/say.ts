import type { Refusal } from '@/api/refusal';

/** 1,286. Digits grouped by three; `Intl` is missing in parts of the WeChat runtime. */
export const figure = (n: number): string =>
  (n < 0 ? '-' : '') + String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, ',');

/** +5, -20. */
export const signed = (n: number): string => (n > 0 ? `+${figure(n)}` : figure(n));

/** 咖啡 3 群, or 咖啡 3 群等 4 个群. */
export const groupNames = (groups: readonly { name: string }[]): string => {
  const first = groups[0]?.name ?? '';
  return groups.length > 1 ? `${first} 等 ${groups.length} 个群` : first;
};

/** A refusal as a sentence with a number that the shop can look up. */
export const withNumber = (refusal: Refusal): string =>
  refusal.requestId
    ? `${refusal.message}（编号 ${refusal.requestId.replace(/^req[_-]/, '').slice(0, 8)}）`
    : refusal.message;
