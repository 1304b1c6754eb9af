import type { IntakeSession } from '@kouyi/shared/contracts';
import { useEffect, useLayoutEffect, useState } from 'react';
import { call } from '@/api/call';
import { useAnswer } from '@/api/use-answer';
import { leaveFor, resultPage, PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { BrokenLink } from '@/ui/broken-link';
import { PrimaryButton, TextButton } from '@/ui/buttons';
import { Card } from '@/ui/card';
import { Box, Heading } from '@/ui/elements';
import { say } from '@/ui/line';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { withNumber } from '@/words/say';
import { forgetGiven } from '../answers';
import { AnswerField } from './field';
import { mayLeave, useIntakeSession } from './use-session';
import './index.scss';

/** One question a screen: progress, a way back, and everything kept on the phone at once. */
export default function QuestionPage() {
  const { id = '', source, again } = useQuery();
  return id === '' ? (
    <BrokenLink title="测一测" from="测一测" page={PAGES.intake} />
  ) : (
    <Session id={id} source={source} again={again} />
  );
}

interface Asked {
  id: string;
  source: string | undefined;
  again: string | undefined;
}

const Session = ({ id, source, again }: Asked) => {
  const [anew] = useState(again === '1');
  const session = useAnswer('member.startIntake', {
    id,
    ...(source ? { source } : {}),
    ...(anew ? { again: true } : {}),
  });
  const done = session.copyOf === undefined && session.value?.state === 'done' ? session.value.id : undefined;
  useEffect(() => {
    if (done) leaveFor(resultPage(done));
  }, [done]);
  // A copy of an earlier attempt is not what "again" asked for.
  const value = session.value?.state === 'done' ? undefined : session.value;
  if (value) return <Questions key={value.id} session={value} copy={session.copyOf !== undefined} />;
  return (
    <Page title="测一测">
      <Shown asked={{ ...session, value, loading: session.loading || session.value !== undefined }}>
        {() => null}
      </Shown>
    </Page>
  );
};

/** The second tap of a double tap comes within this time, and nobody has read the next question by then. */
const SETTLE_MS = 300;

/** Whether what `id` names has only just come; not what the page opens with. */
const useSettling = (id: string | undefined): boolean => {
  const [settled, setSettled] = useState(id);
  // At once with the drawing: a timer of the question before must not tell of this one.
  useLayoutEffect(() => {
    const timer = setTimeout(() => setSettled(id), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return id !== settled;
};

const Questions = ({ session, copy }: { session: IntakeSession; copy: boolean }) => {
  const it = useIntakeSession(session, copy);
  const [busy, setBusy] = useState(false);
  const { question } = it;
  const settling = useSettling(question?.id);
  if (!question) return <Page title={session.content.title}>{null}</Page>;
  const value = it.answers[question.id];
  const may = mayLeave(question, value);
  const section = session.content.sections.find(({ questions }) =>
    questions.some(({ id }) => id === question.id),
  );

  const finish = async (): Promise<void> => {
    if (it.missing) return it.goTo(it.missing);
    setBusy(true);
    const sent = await it.send();
    const report = sent === 'sent' ? await call('member.finishIntake', { id: session.id }) : undefined;
    setBusy(false);
    if (report?.ok) {
      forgetGiven(session.id);
      return leaveFor(resultPage(session.id));
    }
    if (report) say(withNumber(report.refusal), 'warn');
    else if (sent === 'waiting') say('答案都在手机上，一个不少；连上网络后再点一次就能看结果。', 'warn');
  };

  return (
    <Page
      title={session.content.title}
      foot={
        <Box className="question-foot">
          <TextButton onTap={it.back} disabled={it.index === 0}>
            上一题
          </TextButton>
          {it.last ? (
            <PrimaryButton onTap={() => void finish()} disabled={!may} busy={busy}>
              {busy ? '正在算…' : '看结果'}
            </PrimaryButton>
          ) : (
            <PrimaryButton onTap={() => it.next()} disabled={!may}>
              {value === undefined && !question.required ? '跳过' : '下一题'}
            </PrimaryButton>
          )}
        </Box>
      }
    >
      <Box className="question-progress" role="status" label={`第 ${it.index + 1} 题，共 ${it.count} 题`}>
        <Box className="question-bar" silent>
          <Box className="question-bar-full" style={{ width: `${((it.index + 1) / it.count) * 100}%` }} />
        </Box>
        <Box className="question-where" silent>
          {`${section?.title ?? ''} · ${it.index + 1} / ${it.count}`}
        </Box>
      </Box>
      <Card key={question.id} className={`question ${settling ? 'question-settling' : ''}`}>
        <Heading level={2} className="question-title">
          {question.title}
        </Heading>
        {question.help ? <Box className="question-help">{question.help}</Box> : null}
        <AnswerField
          session={session}
          question={question}
          value={value}
          onAnswer={(change) => {
            if (!settling) it.answer(question, change);
          }}
          onChosen={(next) => {
            if (settling) return;
            it.answer(question, () => next);
            // A tap on the one choice is the whole answer; the last question waits for 看结果.
            if (!it.last) it.next();
          }}
          onPhoto={(photoId) => it.note(question.id, photoId)}
        />
      </Card>
      {/* Beneath what is being answered, which it must not move. */}
      {it.waiting ? (
        <Box className="question-waiting" role="status">
          网络断了一会儿。答案先记在手机上，连上后自动送出。
        </Box>
      ) : null}
    </Page>
  );
};
