import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
import type { AnswerOf } from '@/api/routes';
import { nowMs } from '@/api/now';
import { Week } from '@/cards/week';
import { go, PAGES } from '@/platform/navigate';
import { Card, CardHead } from '@/ui/card';
import { Tap } from '@/ui/elements';
import { figure } from '@/words/say';

type Summary = NonNullable<AnswerOf<'member.home'>['checkIn']>;

/** 今天打卡第 12 天, the week, and what the next days bring. */
export const CheckInCard = ({ summary }: { summary: Summary }) => {
  const next = summary.nextMilestone;
  return (
    <Card>
      <Tap className="check-in-tap" onTap={() => go(PAGES.checkIn)}>
        <CardHead
          title={streakTitle(summary)}
          aside={next ? `再 ${next.inDays} 天得 ${figure(next.points)} 积分` : undefined}
        />
        <Week summary={summary} today={dayToText(shanghaiDay(new Date(nowMs())))} />
      </Tap>
    </Card>
  );
};

/** What the streak is, and whether today is in it. */
const streakTitle = (summary: Pick<Summary, 'streak' | 'checkedInToday'>): string => {
  if (summary.checkedInToday) return `今天打卡第 ${summary.streak} 天`;
  return summary.streak > 0 ? `已连续 ${summary.streak} 天，今天还没打卡` : '今天从第 1 天开始打卡';
};
