import { addMonths, type Month, monthOf, shanghaiDay } from '@kouyi/shared/rules/time';
import { useCallback, useRef, useState } from 'react';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { activityPage, go, PAGES } from '@/platform/navigate';
import { useShareCard } from '@/platform/share';
import { PrimaryButton, QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { BigNumber } from '@/ui/big-number';
import { Chips } from '@/ui/chips';
import { Box } from '@/ui/elements';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { MonthGrid } from './month-grid';
import { MakeUp } from './make-up';
import { Milestones } from './milestones';
import './index.scss';

type CheckIns = AnswerOf<'member.checkIns'>;

const monthText = ({ year, month }: Month): string => `${year}-${String(month).padStart(2, '0')}`;

/** 打卡: the month, the streak, days to make up, what the next days bring. */
export default function CheckIn() {
  const thisMonth = monthOf(shanghaiDay(new Date(nowMs())));
  const [month, setMonth] = useState<Month>(thisMonth);
  const [activityId, setActivityId] = useState<string>();
  const asked = useAnswer(
    'member.checkIns',
    { month: monthText(month), ...(activityId ? { activityId } : {}) },
    { on: session() !== undefined },
  );
  const { refresh } = asked;
  useFresh(refresh);
  // Another month comes into the card that is there: what is about to be tapped stays where it is.
  const last = useRef<{ activityId: string | undefined; value: CheckIns }>();
  if (asked.value) last.current = { activityId, value: asked.value };
  const kept = last.current?.activityId === activityId ? last.current?.value : undefined;
  const value = asked.value ?? (asked.loading && kept ? { ...kept, days: [] } : undefined);
  const milestones = value?.milestones ?? [];
  const prize = milestones[milestones.length - 1];
  useShareCard({
    title: prize
      ? `群里扣 1 打卡，连打 ${prize.days} 天得 ${figure(prize.points)} 积分`
      : '群里扣 1 打卡，连着打有奖，漏了能补',
    path: PAGES.checkIn,
  });
  return (
    <Page title="打卡" tab="checkIn">
      <Shown asked={{ ...asked, value, loading: value === undefined && asked.loading }}>
        {(shown) =>
          shown.activities.length === 0 ? (
            <Empty title="还没有可以打卡的活动" line="你所在的群开了打卡，这里就会出现日历和连续天数。">
              <QuietButton onTap={() => go(PAGES.home)}>看看别的福利</QuietButton>
            </Empty>
          ) : (
            <CheckInBody
              value={shown}
              month={month}
              onMonth={(step) => setMonth(addMonths(month, step))}
              mayGoOn={monthText(month) < monthText(thisMonth)}
              onActivity={setActivityId}
              onMadeUp={refresh}
            />
          )
        }
      </Shown>
    </Page>
  );
}

interface BodyProps {
  value: CheckIns;
  month: Month;
  onMonth: (step: 1 | -1) => void;
  mayGoOn: boolean;
  onActivity: (id: string) => void;
  onMadeUp: () => Promise<void>;
}

const CheckInBody = ({ value, month, onMonth, mayGoOn, onActivity, onMadeUp }: BodyProps) => {
  const { summary } = value;
  const [day, setDay] = useState<string>();
  const close = useCallback(() => setDay(undefined), []);
  const shownId = summary?.activityId ?? value.activities[0]?.id;
  const running = value.activities.some((one) => one.id === shownId && one.state === 'running');
  return (
    <>
      {value.activities.length > 1 ? (
        <Chips
          label="看哪个打卡"
          options={value.activities.map((one) => [one.id, one.title] as const)}
          chosen={shownId}
          onPick={onActivity}
        />
      ) : null}
      <Card>
        {summary ? (
          <>
            <CardHead
              title={summary.title}
              aside={
                summary.nextMilestone
                  ? `再 ${summary.nextMilestone.inDays} 天得 ${figure(summary.nextMilestone.points)} 积分`
                  : undefined
              }
            />
            <Box className="check-in-streak">
              <BigNumber
                value={summary.streak}
                meaning={summary.checkedInToday ? '天连续打卡，今天也算上了' : '天连续打卡，今天还没打'}
                aside={`共得 ${figure(value.pointsFromThis)} 积分`}
              />
            </Box>
          </>
        ) : null}
        <MonthGrid days={value.days} month={month} onMonth={onMonth} mayGoOn={mayGoOn} onPick={setDay} />
        <Box className="check-in-legend">{makeUpWord(value)}</Box>
        {summary && running && !summary.checkedInToday ? (
          <PrimaryButton onTap={() => go(activityPage(summary.activityId))}>
            {summary.pointsPerDay > 0
              ? `去打今天的卡，+${figure(summary.pointsPerDay)} 积分`
              : '去打今天的卡'}
          </PrimaryButton>
        ) : null}
        {summary && (summary.checkedInToday || !running) ? (
          <TextButton onTap={() => go(activityPage(summary.activityId))}>看规则和我的记录 ›</TextButton>
        ) : null}
      </Card>
      {running ? null : <Notice tone="quiet">这个打卡已经不在进行了，记录还在。</Notice>}
      <Milestones milestones={value.milestones} streak={summary?.streak ?? 0} />
      {day && shownId ? (
        <MakeUp day={day} activityId={shownId} left={value.makeUpsLeft} onClose={close} onMadeUp={onMadeUp} />
      ) : null}
    </>
  );
};

/** What can be done about missed days, and only what really can. */
const makeUpWord = ({ makeUpsLeft, days }: CheckIns): string => {
  if (makeUpsLeft === 0) return '这个月的补卡次数用完了，下个月会有新的。';
  return days.some(({ canMakeUp }) => canMakeUp)
    ? `漏掉的日子点「补」就能补上，这个月还能补 ${makeUpsLeft} 次。`
    : `漏了也能补，别隔太久；这个月还能补 ${makeUpsLeft} 次。`;
};
