import type { IntakeReport } from '@kouyi/shared/contracts';
import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { useAnswerOnce } from '@/api/use-answer-once';
import { TellMe } from '@/cards/tell-me';
import { go, PAGES, talkPage } from '@/platform/navigate';
import { useInterval, useQuery, useVisible } from '@/platform/page';
import { usePull } from '@/platform/pull';
import { canShare, useShareCard } from '@/platform/share';
import { BrokenLink } from '@/ui/broken-link';
import { PrimaryButton, QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box, Heading, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { withNumber } from '@/words/say';
import { fullDate } from '@/words/time';
import { MyPhoto } from '../my-photo';
import { Radar } from '../radar';
import './index.scss';

/** The thread comes a moment after the result; the answer later. */
const LOOK_AGAIN_MS = 2_000;
const POLL_MS = 10_000;

/** What the answers make: the picture, plain words, what to do this week, and the adviser. */
export default function Result() {
  const { id = '' } = useQuery();
  const result = useAnswer('member.intakeResult', { id }, { on: id !== '' });
  usePull(result.refresh);
  // What others see leads to the first page: nothing of this person is in it.
  useShareCard({
    title: '三分钟测肤，看看你的皮肤想要什么',
    path: `${PAGES.intake}?source=share`,
    about: 'test',
  });
  if (id === '') return <BrokenLink title="我的结果" from="测一测" page={PAGES.intake} />;
  return (
    <Page title="我的结果">
      <Shown asked={result}>{(report) => <Report report={report} />}</Shown>
    </Page>
  );
}

const Report = ({ report }: { report: IntakeReport }) => {
  const { result } = report;
  return (
    <>
      <Card className="result">
        <Box className="result-kind">{report.title}</Box>
        <Heading level={2} className="result-name">
          {result.name}
        </Heading>
        <Box className="result-line">{result.line}</Box>
        <Radar dimensions={report.dimensions} />
      </Card>
      <Card>
        <CardHead title="这是什么意思" />
        <Box className="result-text">{result.means}</Box>
      </Card>
      <Card>
        <CardHead title="这周试试" />
        {result.thisWeek.map((line, i) => (
          <Box key={line} className="result-todo">
            <Words className="result-number">{i + 1}</Words>
            <Words className="result-do">{line}</Words>
          </Box>
        ))}
      </Card>
      {report.careUntil ? <Adviser report={report} careUntil={report.careUntil} /> : null}
      <Photos sessionId={report.sessionId} />
      <Notice tone="quiet">{report.notice}</Notice>
      <Box className="result-foot">
        {canShare ? <QuietButton openType="share">请朋友也测一测（不带我的结果）</QuietButton> : null}
        <TextButton onTap={() => go(PAGES.intake)}>回到测一测</TextButton>
      </Box>
    </>
  );
};

/** The thread comes a moment after the result; until then it is looked for. */
const Adviser = ({ report, careUntil }: { report: IntakeReport; careUntil: string }) => {
  const threads = useAnswer('member.threads', { sessionId: report.sessionId });
  const thread = threads.value?.items[0];
  const [looks, setLooks] = useState(0);
  useFresh(threads.refresh);
  useInterval(
    () => {
      setLooks(looks + 1);
      void threads.refresh();
    },
    thread ? POLL_MS : LOOK_AGAIN_MS,
    useVisible() && (thread ? thread.state === 'waiting' : looks < 10),
  );
  const who = thread?.adviserName ? `${thread.adviserName.replace(/老师$/, '')}老师` : '老师';
  const lines = {
    waiting: `${who}会看完你的结果写给你。`,
    answered: `${who}已经回复你了。`,
    closed: '这次咨询告一段落，有新情况可以接着问。',
  };
  return (
    <Card>
      <CardHead title="问问老师" />
      <Box className="result-text">{thread ? lines[thread.state] : '正在为你安排老师…'}</Box>
      <Box className="result-care">
        {Date.parse(careUntil) > nowMs()
          ? `护理期到 ${fullDate(careUntil)}：在这之前不会有任何推销找你。`
          : `护理期到 ${fullDate(careUntil)}，已经过了；有新情况随时可以接着问。`}
      </Box>
      {thread ? (
        <PrimaryButton onTap={() => go(talkPage(thread.id))}>
          {thread.state === 'answered' ? '看老师的回复' : '问问老师'}
        </PrimaryButton>
      ) : null}
      <TellMe ask="老师回复时用微信告诉我" agreed="好的，老师一回复就用微信告诉你。" />
    </Card>
  );
};

/** Photos that were given with this test, each its owner's to take back. */
const Photos = ({ sessionId }: { sessionId: string }) => {
  const all = useAnswerOnce('member.myPhotos', {});
  const [gone, setGone] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const mine = (all?.items ?? []).filter((each) => each.sessionId === sessionId && !gone.includes(each.id));
  if (mine.length === 0) return null;
  const remove = async (id: string): Promise<void> => {
    setBusy(true);
    const removed = await call('member.deletePhoto', { id });
    setBusy(false);
    if (!removed.ok) return say(withNumber(removed.refusal), 'warn');
    setGone([...gone, id]);
    say('照片已删除，老师也看不到了。', 'good');
  };
  return (
    <Card>
      <CardHead title="我给老师看的照片" />
      {mine.map((each) => (
        <Box key={each.id} className="result-photo">
          <MyPhoto id={each.id} label={each.title} />
          <TextButton onTap={() => void remove(each.id)} busy={busy}>
            删除这张照片，收回同意
          </TextButton>
        </Box>
      ))}
    </Card>
  );
};
