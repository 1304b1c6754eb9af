import type { MySubGroup } from '@kouyi/shared/contracts';
import { useState } from 'react';
import { call } from '@/api/call';
import type { Refusal } from '@/api/refusal';
import { useRequestKey } from '@/api/use-request-key';
import { TakeButton } from '@/ui/buttons';
import { Notice } from '@/ui/card';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';

interface Props {
  onClose: () => void;
  onOpened: (group: MySubGroup) => void;
}

/** A name and what it is for; the same tap twice is the same group. */
export const OpenSheet = ({ onClose, onOpened }: Props) => {
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const key = useRequestKey();
  const open = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.openSubGroup', {
      name: name.trim(),
      ...(purpose.trim() === '' ? {} : { purpose: purpose.trim() }),
      requestKey: key.of(`${name.trim()}\n${purpose.trim()}`),
    });
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) return;
    say(answer.value.words, 'good');
    onOpened(answer.value);
  };
  return (
    <Sheet title="建一个子群" onClose={onClose}>
      <Box className="sheet-text">自己的朋友，自己的聊法。十来个真心喜欢的人，比一百个不说话的好。</Box>
      <LabeledField
        label="群名"
        placeholder="比如：换季护肤互助"
        maxLength={30}
        value={name}
        onText={setName}
        {...(refusal?.field === 'name' ? { problem: refusal.message } : {})}
      />
      <LabeledField
        label="想聊什么（可以不填）"
        placeholder="总部建群时会看到"
        maxLength={200}
        value={purpose}
        onText={setPurpose}
      />
      {refusal && refusal.field !== 'name' ? <Notice tone="warn">{withNumber(refusal)}</Notice> : null}
      <TakeButton busy={busy} disabled={busy || name.trim().length < 2} onTap={() => void open()}>
        {busy ? '正在建…' : name.trim().length < 2 ? '先起个群名' : '建群'}
      </TakeButton>
    </Sheet>
  );
};
