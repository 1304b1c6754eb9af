import { useRef, useState } from 'react';
import { call } from '@/api/call';
import { isTransient, type Refusal } from '@/api/refusal';
import { newRequestKey } from '@/api/taps';
import { TakeButton, TextButton } from '@/ui/buttons';
import { Notice } from '@/ui/card';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';
import type { MyRight } from '../shapes';

interface Props {
  right: MyRight;
  onClose: () => void;
  onClaimed: () => Promise<void>;
}

/** What is claimed, and for goods or a service a word to whoever delivers it. One key a claim, however often it is sent. */
export const ClaimSheet = ({ right, onClose, onClaimed }: Props) => {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const wish = useRef<{ of: string; key: string }>();
  const asksNote = right.kind === 'goods' || right.kind === 'service' || refusal?.field === 'note';
  const claim = async (): Promise<void> => {
    const said = note.trim();
    if (wish.current?.of !== said) wish.current = { of: said, key: newRequestKey() };
    setBusy(true);
    const answer = await call('member.claimRight', {
      id: right.id,
      requestKey: wish.current.key,
      ...(said === '' ? {} : { note: said }),
    });
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) {
      if (isTransient(answer.refusal)) say('没收到回音，再点一次不会领两份。', 'warn');
      return;
    }
    say(answer.value.words, 'good');
    onClose();
    await onClaimed();
  };
  return (
    <Sheet title={`领取 ${right.gives}`} onClose={onClose}>
      <Box className="sheet-text">
        {right.atOnce
          ? '领了马上到账，用掉这一期的 1 次。'
          : '店里看过就给你，用掉这一期的 1 次；没通过会还回来。'}
      </Box>
      {asksNote ? (
        <LabeledField
          kind="lines"
          label={right.kind === 'service' ? '想约什么时候、哪家店' : '寄到哪里、怎么称呼'}
          placeholder="只有经手的人看得到，加密保存"
          maxLength={200}
          value={note}
          onText={setNote}
          {...(refusal?.field === 'note' ? { problem: refusal.message } : {})}
        />
      ) : null}
      {refusal && refusal.field !== 'note' ? <Notice tone="warn">{withNumber(refusal)}</Notice> : null}
      <TakeButton busy={busy} onTap={() => void claim()}>
        {busy ? '正在领…' : '确认领取'}
      </TakeButton>
      <TextButton onTap={onClose}>先不领</TextButton>
    </Sheet>
  );
};
