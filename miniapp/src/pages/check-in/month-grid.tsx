import { type Month, monthWeeks, dayToText } from '@kouyi/shared/rules/time';
import type { AnswerOf } from '@/api/routes';
import { DAY_WORDS } from '@/cards/week';
import { Box, Heading, Tap } from '@/ui/elements';
import './month-grid.scss';

type Day = AnswerOf<'member.checkIns'>['days'][number];

interface Props {
  days: readonly Day[];
  month: Month;
  onMonth: (step: 1 | -1) => void;
  /** Whether a later month may be looked at. */
  mayGoOn: boolean;
  /** A missed day that can be made up was tapped. */
  onPick: (day: string) => void;
}

const HEADS = ['一', '二', '三', '四', '五', '六', '日'];

/** A month from Monday to Sunday; days that can be made up are buttons. */
export const MonthGrid = ({ days, month, onMonth, mayGoOn, onPick }: Props) => {
  const byDay = new Map(days.map((day) => [day.day, day]));
  return (
    <Box className="month">
      <Box className="month-head">
        <Tap className="month-step" label="上个月" onTap={() => onMonth(-1)}>
          ‹
        </Tap>
        <Heading level={3} className="month-name">{`${month.year}年${month.month}月`}</Heading>
        <Tap className="month-step" label="下个月" disabled={!mayGoOn} onTap={() => onMonth(1)}>
          ›
        </Tap>
      </Box>
      <Box className="month-row" silent>
        {HEADS.map((head) => (
          <Box key={head} className="month-cell month-weekday">
            {head}
          </Box>
        ))}
      </Box>
      {monthWeeks(month).map((week, i) => (
        <Box key={i} className="month-row">
          {week.map((number, j) => (
            <Cell
              key={j}
              entry={
                number === undefined ? undefined : (byDay.get(dayToText(number)) ?? bare(dayToText(number)))
              }
              onPick={onPick}
            />
          ))}
        </Box>
      ))}
    </Box>
  );
};

const bare = (day: string): Day => ({ day, state: 'off', canMakeUp: false });

const Cell = ({ entry, onPick }: { entry: Day | undefined; onPick: (day: string) => void }) => {
  if (!entry) return <Box className="month-cell" silent />;
  const date = Number(entry.day.slice(8));
  if (entry.canMakeUp)
    return (
      <Box className="month-cell">
        <Tap
          className="month-day month-make-up"
          // Begins with what is seen, as people who speak to their phone would say it.
          label={`${date} 补卡，这天没打卡`}
          onTap={() => onPick(entry.day)}
        >
          <Box className="month-date">{date}</Box>
          <Box className="month-sign">补</Box>
        </Tap>
      </Box>
    );
  return (
    <Box className="month-cell">
      <Box
        className={`month-day month-${entry.state}`}
        role="img"
        label={`${date}日，${DAY_WORDS[entry.state]}`}
      >
        <Box className="month-date">{date}</Box>
        <Box className="month-sign">{SIGNS[entry.state]}</Box>
      </Box>
    </Box>
  );
};

const SIGNS: Record<Day['state'], string> = {
  done: '✓',
  made_up: '已补',
  missed: '漏',
  today: '今天',
  future: '',
  off: '',
};
