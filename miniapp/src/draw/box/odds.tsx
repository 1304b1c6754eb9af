import type { MemberBox, OddsRow } from '@kouyi/shared/contracts';
import { yuan } from '@kouyi/shared/rules/money';
import { nowMs } from '@/api/now';
import { Card, CardHead } from '@/ui/card';
import { Box, Words } from '@/ui/elements';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';

/** The odds of every prize, from the very table that draws, and since when they are so. */
export const Odds = ({ box }: { box: MemberBox }) => {
  const { odds, fallbackPrizeName } = box;
  return (
    <Card>
      <CardHead title="每个奖品的概率" aside={`第 ${figure(odds.version)} 版`} />
      <Box className="odds" role="list">
        {odds.rows.map((row) => (
          <Line key={row.prizeId} row={row} />
        ))}
      </Box>
      <Box className="box-line">{`${odds.line}（${dayAndClock(odds.since, nowMs())} 起）`}</Box>
      <Box className="box-line">{`哪样抽完了，它的概率归「${fallbackPrizeName}」，这张表当场换新版。`}</Box>
    </Card>
  );
};

const Line = ({ row }: { row: OddsRow }) => (
  <Box className={`odds-row ${row.soldOut ? 'odds-gone' : ''}`} role="listitem">
    <Box className="odds-main">
      <Box className="odds-name">{row.name}</Box>
      <Box className="odds-about">{aboutOf(row)}</Box>
    </Box>
    <Box className="odds-chance">
      <Words className="odds-percent">{row.percent}</Words>
      <Words className="odds-fraction">{`${figure(row.weight)} / ${figure(row.total)}`}</Words>
    </Box>
  </Box>
);

/** 参考价 59.00 元 · 还剩 12 份. */
const aboutOf = (row: OddsRow): string => {
  if (row.soldOut) return '已经抽完';
  return [
    row.valueFen > 0 ? `参考价 ${yuan(row.valueFen)} 元` : '',
    row.left === undefined ? '' : `还剩 ${figure(row.left)} 份`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
};
