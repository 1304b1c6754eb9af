import type { MySubGroup } from '@kouyi/shared/contracts';
import { useState } from 'react';
import { call } from '@/api/call';
import { GraveButton, TextButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';

interface Props {
  group: MySubGroup;
  onClose: () => void;
  onClosed: (group: MySubGroup) => void;
}

/** Before it is given up: what that means, and why. */
export const CloseSheet = ({ group, onClose, onClosed }: Props) => {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const close = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.closeSubGroup', { id: group.id, reason: reason.trim() });
    setBusy(false);
    if (!answer.ok) return say(withNumber(answer.refusal), 'warn');
    onClosed(answer.value);
    onClose();
    say('记下了，谢谢你带过这个群。', 'good');
  };
  return (
    <Sheet title={`不再运营「${group.name}」？`} onClose={onClose}>
      <Box className="sheet-text">群还在，大家也还在；入群码停用，今天发什么不再出现。这一步不能撤回。</Box>
      <LabeledField
        label="为什么"
        placeholder="比如：最近太忙，顾不上"
        maxLength={200}
        value={reason}
        onText={setReason}
      />
      <GraveButton busy={busy} disabled={busy || reason.trim().length < 2} onTap={() => void close()}>
        {busy ? '正在记下…' : reason.trim().length < 2 ? '先写一句为什么' : '不再运营'}
      </GraveButton>
      <TextButton onTap={onClose}>再想想</TextButton>
    </Sheet>
  );
};
