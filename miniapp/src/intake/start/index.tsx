import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { go, intakePage, PAGES, resultPage, talkPage } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { useShareCard } from '@/platform/share';
import { PrimaryButton, QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box, Heading } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { dayAndClock } from '@/words/time';
import './index.scss';

type Intake = AnswerOf<'member.intakes'>['items'][number];

/** 测一测: what can be answered, what it takes, and what comes of it; and my talks with advisers. */
export default function Start() {
  const { source = 'app' } = useQuery();
  const intakes = useAnswer('member.intakes', {});
  const threads = useAnswer('member.threads', {});
  const refresh = async (): Promise<void> => {
    await Promise.all([intakes.refresh(), threads.refresh()]);
  };
  useFresh(refresh);
  // Nothing of the person is in the card: it leads to the same first page.
  useShareCard({
    title: '三分钟测肤，看看你的皮肤想要什么',
    path: `${PAGES.intake}?source=share`,
    about: 'test',
  });
  const mine = threads.value?.items ?? [];
  return (
    <Page title="测一测">
      <Shown asked={intakes} skeleton={{ cards: 1 }}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="现在没有可以做的测试" line="有新的测试，会先写在群里和这里。">
              <QuietButton onTap={() => go(PAGES.home)}>看看现在有什么</QuietButton>
            </Empty>
          ) : (
            <>
              {items.map((item) => (
                <IntakeCard key={item.id} item={item} source={source} />
              ))}
            </>
          )
        }
      </Shown>
      {mine.length > 0 ? (
        <Card>
          <CardHead title="和老师的对话" />
          <List label="和老师的对话">
            {mine.map((thread) => (
              <Row
                key={thread.id}
                title={thread.adviserName ? `${thread.adviserName} · ${thread.title}` : thread.title}
                line={
                  <>
                    <Box className="intake-last-line">{thread.lastLine}</Box>
                    <Box>{dayAndClock(thread.lastAt, nowMs())}</Box>
                  </>
                }
                aside={STATES[thread.state]}
                onTap={() => go(talkPage(thread.id))}
              />
            ))}
          </List>
        </Card>
      ) : null}
    </Page>
  );
}

const STATES = { waiting: '等回复', answered: '已回复', closed: '已结束' } as const;

const IntakeCard = ({ item, source }: { item: Intake; source: string }) => {
  const { mine } = item;
  const done = mine?.state === 'done';
  return (
    <Card className="intake-card">
      <Box className="intake-tags">
        <Tag tone="info">{`约 ${item.minutes} 分钟`}</Tag>
        {item.careDays > 0 ? <Tag tone="good">{`测完 ${item.careDays} 天不推销`}</Tag> : null}
      </Box>
      <Heading level={2} className="intake-title">
        {item.title}
      </Heading>
      <Box className="intake-intro">{item.intro}</Box>
      {done ? (
        <>
          <Box className="intake-last">{`上次的结果：${mine.resultName ?? ''}`}</Box>
          <PrimaryButton onTap={() => go(resultPage(mine.sessionId))}>看我的结果</PrimaryButton>
          <TextButton onTap={() => go(intakePage(item.id, source, true))}>再测一次</TextButton>
        </>
      ) : (
        <PrimaryButton onTap={() => go(intakePage(item.id, source))}>
          {mine && mine.answered > 0 ? `接着答（已答 ${mine.answered} 题）` : '开始'}
        </PrimaryButton>
      )}
    </Card>
  );
};
