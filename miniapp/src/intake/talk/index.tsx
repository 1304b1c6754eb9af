import { useEffect, useRef, useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { useAnswer } from '@/api/use-answer';
import { useDraft } from '@/api/use-draft';
import { useFresh } from '@/api/use-fresh';
import { usePoll } from '@/api/use-poll';
import { useRequestKey } from '@/api/use-request-key';
import { go, resultPage, PAGES } from '@/platform/navigate';
import { isNearEnd, scrollToEnd, useQuery } from '@/platform/page';
import { BrokenLink } from '@/ui/broken-link';
import { PrimaryButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box, Field, Tap } from '@/ui/elements';
import { say } from '@/ui/line';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import './index.scss';

type Talked = AnswerOf<'member.thread'>;
const POLL_MS = 8_000;

/** 问问老师: what was written, and a line to write. */
export default function Talk() {
  const { id = '' } = useQuery();
  const talk = useAnswer('member.thread', { id }, { on: id !== '' });
  useFresh(talk.refresh);
  usePoll(talk, POLL_MS, id !== '');
  if (id === '') return <BrokenLink title="问问老师" from="测一测" page={PAGES.intake} />;
  return (
    <Page title="问问老师" foot={talk.value ? <Write id={id} onSent={talk.refresh} /> : undefined}>
      <Shown asked={talk}>{(value) => <Lines value={value} refresh={talk.refresh} />}</Shown>
    </Page>
  );
}

interface LinesProps {
  value: Talked;
  refresh: () => Promise<void>;
}

const Lines = ({ value: { thread, messages }, refresh }: LinesProps) => {
  // One line is seen whole; of more the newest is what one came for. Who reads further up goes on reading.
  const opened = useRef(false);
  const newest = messages[messages.length - 1];
  useEffect(() => {
    if (messages.length > 1 && (!opened.current || newest?.by === 'person' || isNearEnd())) scrollToEnd();
    opened.current = true;
  }, [newest?.id]);
  return (
    <>
      <Card>
        <CardHead title={thread.adviserName ?? '老师'} aside={thread.resultName} />
        <TextButton onTap={() => go(resultPage(thread.sessionId))}>看我的结果</TextButton>
      </Card>
      <Box className="talk" role="list" label="写过的话">
        {messages.length === 0 ? (
          <Notice tone="quiet">老师正在看你的结果。有想先说的，可以写在下面。</Notice>
        ) : null}
        {messages.map((message) => (
          <Box
            key={message.id}
            className={`talk-line ${message.by === 'person' ? 'talk-mine' : ''}`}
            role="listitem"
          >
            <Box className="talk-who">{`${message.by === 'person' ? '我' : message.name} · ${dayAndClock(message.at, nowMs())}`}</Box>
            <Box className="talk-text">{message.text}</Box>
          </Box>
        ))}
      </Box>
      {thread.canRate ? <Rate thread={thread} onRated={refresh} /> : null}
    </>
  );
};

const STARS = [1, 2, 3, 4, 5] as const;

const Rate = ({ thread, onRated }: { thread: Talked['thread']; onRated: () => Promise<void> }) => {
  // Shown as it is tapped; a slow line is no reason to tap again.
  const [tapped, setTapped] = useState<number>();
  const given = tapped ?? thread.rating?.stars ?? 0;
  const rate = async (stars: number): Promise<void> => {
    if (stars === tapped) return;
    setTapped(stars);
    const answer = await call('member.rateThread', { id: thread.id, stars });
    if (!answer.ok) {
      setTapped(undefined);
      return say(withNumber(answer.refusal), 'warn');
    }
    say('谢谢你，老师会看到。', 'good');
    await onRated();
  };
  return (
    <Card>
      <CardHead title="有帮到你吗" aside={given > 0 ? `${given} 星` : undefined} />
      <Box className="stars" role="group" label="评价">
        {STARS.map((star) => (
          <Tap
            key={star}
            className={`star ${star <= given ? 'star-on' : ''}`}
            kind="checkbox"
            on={star === given}
            label={`${star} 星`}
            onTap={() => void rate(star)}
          >
            ★
          </Tap>
        ))}
      </Box>
    </Card>
  );
};

/** A line to write: it stays in the field until it has arrived, and is sent once. */
const Write = ({ id, onSent }: { id: string; onSent: () => Promise<void> }) => {
  const [text, setText] = useDraft(`talk:${id}`);
  const [busy, setBusy] = useState(false);
  const key = useRequestKey();
  const send = async (): Promise<void> => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    const answer = await call('member.askAdviser', { id, text, requestKey: key.of(text) });
    setBusy(false);
    if (!answer.ok) return say(withNumber(answer.refusal), 'warn');
    key.done();
    // What was written meanwhile stays.
    setText((now) => (now === text ? '' : now));
    await onSent();
  };
  return (
    <Box className="talk-foot">
      <Field
        className="talk-field"
        label="写给老师"
        placeholder="写给老师"
        value={text}
        maxLength={1000}
        onText={setText}
        onEnter={() => void send()}
      />
      <PrimaryButton onTap={() => void send()} busy={busy} disabled={text.trim() === ''}>
        {busy ? '发送中' : '发送'}
      </PrimaryButton>
    </Box>
  );
};
