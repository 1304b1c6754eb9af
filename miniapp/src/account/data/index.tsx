import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { go, PAGES } from '@/platform/navigate';
import { copyText } from '@/platform/clipboard';
import { canDownload, downloadText } from '@/platform/share';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Skeleton } from '@/ui/skeleton';
import { Shown } from '@/ui/states';
import { withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { DeleteMe } from './delete-me';
import { Everything } from './everything';
import { MyPhone } from './my-phone';
import { WithdrawConsent } from './withdraw-consent';
import './index.scss';

type Export = AnswerOf<'member.exportMine'>;

/** 我的数据: what I agreed to; everything kept about me, to see and take along; and its end. */
export default function Data() {
  const consents = useAnswer('member.consents', {}, { on: session() !== undefined });
  useFresh(consents.refresh);
  return (
    <Page title="我的数据">
      <Card>
        <CardHead title="我同意过什么" />
        <Shown asked={consents} skeleton={{ rows: 1 }}>
          {({ items }) =>
            items.length === 0 ? (
              <Box className="data-line">还没有同意的记录。</Box>
            ) : (
              <List label="同意的记录">
                {items.map((item) => (
                  <Row
                    key={item.version + item.at}
                    title={`数据说明 ${item.version} 版`}
                    line={`${dayAndClock(item.at, nowMs())} 同意${item.withdrawnAt ? `，${dayAndClock(item.withdrawnAt, nowMs())} 撤回` : ''}`}
                    onTap={() => go(PAGES.privacy)}
                  />
                ))}
              </List>
            )
          }
        </Shown>
        <WithdrawConsent />
      </Card>
      <MyPhone />
      <TakeAlong />
      <DeleteMe />
    </Page>
  );
}

/** Fetches everything once it is asked for: it may be a lot. */
const TakeAlong = () => {
  const [file, setFile] = useState<Export>();
  const [busy, setBusy] = useState(false);
  const fetchIt = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.exportMine', {});
    setBusy(false);
    if (answer.ok) setFile(answer.value);
    else say(withNumber(answer.refusal), 'warn');
  };
  const text = file ? JSON.stringify(file, null, 2) : '';
  return (
    <Card>
      <CardHead title="关于我的全部记录" />
      <Box className="data-line">昵称、在哪些群、参加过什么、每一笔积分，都在里面，一条不少。</Box>
      {file ? (
        <>
          <Everything data={file.data} />
          <QuietButton
            onTap={() =>
              void copyText(text).then((done) =>
                done
                  ? say('整份记录复制好了。', 'good')
                  : say('这台手机不让复制，截图或换台设备再试。', 'warn'),
              )
            }
          >
            复制整份
          </QuietButton>
          {canDownload ? (
            <TextButton onTap={() => downloadText(`我的数据-${file.exportedAt.slice(0, 10)}.json`, text)}>
              下载成文件
            </TextButton>
          ) : null}
        </>
      ) : (
        <>
          {/* As long as what comes, so that 删除 is not pushed away just as it is read. */}
          {busy ? <Skeleton rows={12} /> : null}
          <QuietButton busy={busy} onTap={() => void fetchIt()}>
            {busy ? '正在整理…' : '看看都有什么'}
          </QuietButton>
        </>
      )}
    </Card>
  );
};
