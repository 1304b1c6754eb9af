import { useCallback, useState } from 'react';
import { call } from '@/api/call';
import { endSession, session } from '@/api/session';
import { dropTapsOf } from '@/api/taps';
import { forgetDrafts } from '@/api/use-draft';
import { forgetAll } from '@/platform/storage';
import { GraveButton, TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box, Field } from '@/ui/elements';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';

const WORD = '删除';

/** The end of one's data here; the word has to be typed, because nobody can undo it. */
export const DeleteMe = () => {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const personId = session()?.personId;
    const answer = await call('member.deleteMe', { confirm: WORD });
    setBusy(false);
    if (!answer.ok) {
      say(withNumber(answer.refusal), 'warn');
      return;
    }
    say('删好了。以后想回来，重新登录就是新的开始。');
    endSession();
    if (personId) dropTapsOf(personId);
    forgetDrafts();
    // Answers to tests that this phone kept.
    forgetAll('intake:');
  };
  return (
    <Card>
      <CardHead title="删除我的数据" />
      <Box className="data-line">
        删掉你的名字、发过的消息和每次判断的细节。积分和打卡一起清零，找不回来。
      </Box>
      <TextButton onTap={() => setOpen(true)}>我要删除…</TextButton>
      {open ? (
        <Sheet title="删了就找不回来" onClose={close}>
          <Box className="sheet-text">
            会删掉：昵称、消息原文、参加和打卡记录、积分。账本里只留没有名字的数字。想清楚了，在下面打「删除」两个字。
          </Box>
          <Field
            value={typed}
            onText={setTyped}
            label="打「删除」两个字确认"
            placeholder="删除"
            maxLength={4}
          />
          <GraveButton busy={busy} disabled={busy || typed.trim() !== WORD} onTap={() => void remove()}>
            {busy ? '正在删除…' : '删除我的全部数据'}
          </GraveButton>
          <TextButton onTap={close}>留着吧</TextButton>
        </Sheet>
      ) : null}
    </Card>
  );
};
