/**
 * What a field that finds by name says while none of what is known fits: `typed` is what stands in it, `asked` what the
 * server was asked for. Nothing is denied before the server has answered.
 *
 * @example noneWords({ typed: q, asked, isFetching, of: '群' }) // 正在找…, 还没有群, 没有叫「晨跑」的群
 */
export const noneWords = ({
  typed,
  asked,
  isFetching,
  of,
  atAll = `还没有${of}`,
}: {
  typed: string;
  asked: string;
  isFetching: boolean;
  of: string;
  atAll?: string;
}): string => {
  if (typed !== asked || isFetching) return '正在找…';
  return asked === '' ? atAll : `没有叫「${asked}」的${of}`;
};
