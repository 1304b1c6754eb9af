/** Bands by group size: small groups are spoken to differently from large ones. */

/** A band from `from` members to `to`, both included; the last has no end. */
export interface Band {
  from: number;
  to?: number;
  name: string;
  /** What the bot says when somebody joins; {names}, {count} and {title} as in answers. */
  welcome: string;
}

/** 1–30, 31–70 and 71 or more. */
export const DEFAULT_BANDS: readonly Band[] = [
  { from: 1, to: 30, name: '小群', welcome: '欢迎 {names}～我们群人不多，随便聊，有事喊我就行。' },
  { from: 31, to: 70, name: '中群', welcome: '欢迎 {names}～群里有活动时扣个 1 就能参加，不用点来点去。' },
  { from: 71, name: '大群', welcome: '欢迎 {names}～群里人多，活动消息我会合在一起说，不刷屏。' },
];

export interface BandProblem {
  /** Dot path, e.g. '1.from'. */
  field: string;
  code:
    | 'bands_missing'
    | 'band_not_whole'
    | 'band_gap'
    | 'band_overlap'
    | 'band_reversed'
    | 'band_open_end'
    | 'band_first';
  message: string;
}

/** Checks that bands cover every size from 1 upwards exactly once, in order. Empty: they do. */
export const validateBands = (bands: readonly Band[]): BandProblem[] => {
  if (bands.length === 0) return [{ field: '', code: 'bands_missing', message: '至少要有一档。' }];
  const problems: BandProblem[] = [];
  bands.forEach((band, i) => {
    const add = (field: 'from' | 'to', code: BandProblem['code'], message: string) =>
      problems.push({ field: `${i}.${field}`, code, message });
    const whole = (n: number) => Number.isSafeInteger(n) && n >= 1;
    if (!whole(band.from)) add('from', 'band_not_whole', '人数要填 1 以上的整数。');
    if (band.to !== undefined && !whole(band.to)) add('to', 'band_not_whole', '人数要填 1 以上的整数。');
    if (band.to !== undefined && band.to < band.from)
      add('to', 'band_reversed', '这一档的上限比下限小，换过来就好。');
    const last = i === bands.length - 1;
    if (last && band.to !== undefined) add('to', 'band_open_end', '最后一档不要填上限，更大的群也要有着落。');
    if (!last && band.to === undefined) add('to', 'band_open_end', '只有最后一档可以不填上限。');
    const wanted = i === 0 ? 1 : (bands[i - 1]!.to ?? Infinity) + 1;
    if (i === 0 && band.from > 1) add('from', 'band_first', '第一档要从 1 人开始。');
    else if (band.from > wanted)
      add('from', 'band_gap', `${wanted} 到 ${band.from - 1} 人没有归到任何一档。`);
    else if (band.from < wanted && wanted !== Infinity)
      add('from', 'band_overlap', `这一档要从 ${wanted} 人开始，和上一档接上。`);
  });
  return problems;
};

/** The band of a group with so many members; a group that seems empty belongs to the first. Bands must be valid. */
export const bandOf = (count: number, bands: readonly Band[] = DEFAULT_BANDS): Band => {
  const found = bands.find((band) => count >= band.from && count <= (band.to ?? Infinity));
  const band = found ?? bands[0];
  if (!band) throw new RangeError('bandOf needs at least one band: validate bands before they are stored');
  return band;
};
