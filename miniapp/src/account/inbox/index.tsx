import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { usePages } from '@/api/use-pages';
import { go, PAGES } from '@/platform/navigate';
import { usePull } from '@/platform/pull';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure, withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import './index.scss';

type Notice = AnswerOf<'member.notices'>['items'][number];

/** 消息: what I was told here; what is unread has a mark, and leads where it speaks of. */
export default function Inbox() {
  const pages = usePages('member.notices', {});
  usePull(pages.restart);
  const [busy, setBusy] = useState(false);
  const read = async (ids?: string[]): Promise<void> => {
    const answer = await call('member.readNotices', ids ? { ids } : {});
    if (!answer.ok) say(withNumber(answer.refusal), 'warn');
    await pages.refresh();
  };
  const readAll = async (): Promise<void> => {
    setBusy(true);
    await read();
    setBusy(false);
  };
  const open = (notice: Notice): void => {
    if (!notice.read) void read([notice.id]);
    if (notice.page) go(notice.page.startsWith('/') ? notice.page : `/${notice.page}`);
  };
  return (
    <Page title="消息">
      <Shown asked={pages.first} skeleton={{ rows: 8 }}>
        {({ unread }) =>
          pages.items.length === 0 ? (
            <Empty title="还没有消息" line="奖品发货、券快到期、老师回复了你，都会写在这里。不发广告。">
              <QuietButton onTap={() => go(PAGES.home)}>看看现在有什么</QuietButton>
            </Empty>
          ) : (
            <>
              <Card>
                <CardHead title="最近的消息" aside={unread > 0 ? `${figure(unread)} 条没看` : '都看过了'} />
                <List label="消息">
                  {pages.items.map((notice) => (
                    <Row
                      key={notice.id}
                      title={
                        <>
                          {notice.read ? null : <Words className="inbox-new">新</Words>}
                          {notice.title}
                        </>
                      }
                      line={
                        <>
                          <Box>{notice.text}</Box>
                          <Box className="inbox-when">{dayAndClock(notice.at, nowMs())}</Box>
                        </>
                      }
                      onTap={notice.page || !notice.read ? () => open(notice) : undefined}
                    />
                  ))}
                </List>
                {unread > 0 ? (
                  <TextButton busy={busy} onTap={() => void readAll()}>
                    {busy ? '正在标…' : '全部标成看过'}
                  </TextButton>
                ) : null}
              </Card>
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}
