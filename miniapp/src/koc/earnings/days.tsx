import { yuan } from '@kouyi/shared/rules/money';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { dayWord } from '@/words/time';

/** Thirty bars, the highest as high as the card; the figures stand in the list below. */
export const Days = ({ days }: { days: AnswerOf<'member.earnings'>['days'] }) => {
  const most = Math.max(0, ...days.map((day) => day.fen));
  const [first, last] = [days[0], days[days.length - 1]];
  if (!first || !last || most === 0) return null;
  const best = days.reduce((a, b) => (b.fen > a.fen ? b : a));
  return (
    <Card>
      <CardHead title="最近 30 天" aside={`${dayWord(best.day, nowMs())}最多，${yuan(best.fen)} 元`} />
      <Box
        role="img"
        className="earn-days"
        label={`最近 30 天的收益，最多的是${dayWord(best.day, nowMs())}，${yuan(best.fen)} 元`}
      >
        {days.map((day) => (
          <Box
            key={day.day}
            silent
            className={day.fen > 0 ? 'earn-day' : 'earn-day earn-day-none'}
            style={{ height: `${Math.max(2, Math.round((Math.max(0, day.fen) / most) * 100))}%` }}
          />
        ))}
      </Box>
      <Box className="earn-days-ends" silent>
        <Box>{dayWord(first.day, nowMs())}</Box>
        <Box>{dayWord(last.day, nowMs())}</Box>
      </Box>
    </Card>
  );
};
