import { useState } from 'react';
import { call } from '@/api/call';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box, Field } from '@/ui/elements';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';

interface Props {
  boxId: string;
  seed: string;
  onChanged: (seed: string) => void;
}

/** 我的种子: one's own part of the chance, which the shop cannot know beforehand. */
export const ClientSeed = ({ boxId, seed, onChanged }: Props) => {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const change = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.setClientSeed', { id: boxId, clientSeed: typed.trim() });
    setBusy(false);
    if (!answer.ok) {
      say(withNumber(answer.refusal), 'warn');
      return;
    }
    onChanged(answer.value.clientSeed);
    setTyped('');
    say('换好了，从你的下一次开始用。', 'good');
  };
  return (
    <Card>
      <CardHead title="我的种子" />
      <Box className="verify-line">
        结果由锁定的种子、你的种子和次数一起算出来。你的种子你说了算，随时能换，店家事先猜不到。
      </Box>
      <Box className="verify-code">{seed}</Box>
      <Field
        value={typed}
        onText={setTyped}
        label="新的种子"
        placeholder="字母、数字、- 和 _，最多 64 个"
        maxLength={64}
      />
      <QuietButton busy={busy} disabled={busy || typed.trim() === ''} onTap={() => void change()}>
        {busy ? '正在换…' : '换成这个'}
      </QuietButton>
    </Card>
  );
};
