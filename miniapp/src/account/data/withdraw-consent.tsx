import { useCallback, useState } from 'react';
import { call } from '@/api/call';
import { endSession } from '@/api/session';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';

/** 撤回同意: two taps, as giving it took two; what follows is said in between. */
export const WithdrawConsent = () => {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const withdraw = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.withdrawConsent', {});
    setBusy(false);
    if (!answer.ok) {
      say(withNumber(answer.refusal), 'warn');
      return;
    }
    say('撤回了，所有手机都已退出。想回来，重新同意就行。');
    endSession();
  };
  return (
    <>
      <TextButton onTap={() => setOpen(true)}>撤回同意…</TextButton>
      {open ? (
        <Sheet title="撤回同意？" onClose={close}>
          <Box className="sheet-text">
            撤回后，所有手机马上退出登录，这里不再给你看、也不再用你的数据。积分和记录先留着，重新同意就能接着用。
          </Box>
          <Box className="sheet-text">
            在群里发的「1」仍由群里的活动计数。连记录也不想留，用下面的「删除我的数据」。
          </Box>
          <QuietButton busy={busy} onTap={() => void withdraw()}>
            {busy ? '正在撤回…' : '撤回同意'}
          </QuietButton>
          <TextButton onTap={close}>先不撤回</TextButton>
        </Sheet>
      ) : null}
    </>
  );
};
