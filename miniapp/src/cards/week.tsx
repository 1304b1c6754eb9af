import type { AnswerOf } from '@/api/routes';
import { WEEKDAY_NAMES } from '@kouyi/shared/rules/time';
import { Box } from '@/ui/elements';
import './week.scss';

type Summary = NonNullable<AnswerOf<'member.home'>['checkIn']>;
type DayState = Summary['week'][number]['state'];

/** What a day's state is called, for those who hear it. */
export const DAY_WORDS: Record<DayState, string> = {
  done: '已打卡',
  made_up: '已补卡',
  missed: '没打卡',
  today: '今天，还没打卡',
  future: '还没到',
  off: '这天不用打卡',
};

/** The sign in a day's box; never colour alone. */
const daySign = (state: DayState, pointsPerDay: number): string => {
  if (state === 'done') return '✓';
  if (state === 'made_up') return '补';
  if (state === 'missed' || state === 'off') return '–';
  return pointsPerDay > 0 ? `+${pointsPerDay}` : '·';
};

/** Monday to Sunday as seven boxes. */
export const Week = ({ summary, today }: { summary: Summary; today: string }) => (
  <Box className="week" role="list">
    {summary.week.map((entry, i) => {
      const name = entry.day === today ? '今天' : (WEEKDAY_NAMES[i + 1] ?? '');
      return (
        <Box
          key={entry.day}
          className="week-day"
          role="listitem"
          label={`${name}，${DAY_WORDS[entry.state]}`}
        >
          <Box className={`day-box day-${entry.state}`} silent>
            {daySign(entry.state, summary.pointsPerDay)}
          </Box>
          <Box className="week-name" silent>
            {name}
          </Box>
        </Box>
      );
    })}
  </Box>
);
