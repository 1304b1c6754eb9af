import type { MyWithdrawal } from '@kouyi/shared/contracts';
import { yuan } from '@kouyi/shared/rules/money';
import { useState } from 'react';
import { canConfirmTransfer, confirmTransfer } from '@/platform/transfer';
import { TakeButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';

/** The money is there; WeChat wants a yes from its owner. */
export const Confirm = ({ one, onDone }: { one: MyWithdrawal; onDone: () => Promise<void> }) => {
  const [busy, setBusy] = useState(false);
  const { confirm } = one;
  if (!confirm) return null;
  const take = async (): Promise<void> => {
    setBusy(true);
    const taken = await confirmTransfer(confirm);
    setBusy(false);
    say(taken ? '收下了，到账会有消息。' : '还没有收，24 小时内都可以再来点。', taken ? 'good' : 'plain');
    await onDone();
  };
  return (
    <Card>
      <CardHead title={`${yuan(one.amountFen)} 元等你确认收款`} />
      {canConfirmTransfer() ? (
        <TakeButton busy={busy} onTap={() => void take()}>
          确认收款
        </TakeButton>
      ) : (
        <Box className="withdraw-line">请用手机微信打开小程序，在这一页点「确认收款」，24 小时内有效。</Box>
      )}
    </Card>
  );
};
