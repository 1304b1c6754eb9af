import type { WishKind } from '@kouyi/shared/types';
import { useState } from 'react';
import { call } from '@/api/call';
import { isTransient, type Refusal } from '@/api/refusal';
import { useDraft } from '@/api/use-draft';
import { useRequestKey } from '@/api/use-request-key';
import { TakeButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';

const KINDS = [
  ['wish', '许个心愿'],
  ['suggestion', '提个建议'],
] as const;
const HINTS: Record<WishKind, string> = {
  wish: '比如：想试试还没上市的那款防晒',
  suggestion: '比如：小样如果是替换装，带出门更方便',
};
const TEXT_MIN = 4;

/** A wish or a suggestion; what is written stays in the field until it has arrived, and arrives once. */
export const Tell = ({ leftToday, onTold }: { leftToday: number; onTold: () => Promise<void> }) => {
  const [kind, setKind] = useState<WishKind>('wish');
  const [text, setText] = useDraft('wish');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const key = useRequestKey();
  const said = text.trim();
  const tell = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.makeWish', {
      kind,
      text: said,
      requestKey: key.of(`${kind}\n${said}`),
    });
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) {
      if (isTransient(answer.refusal)) say('没收到回音，再点一次不会记两条。', 'warn');
      return;
    }
    key.done();
    setText('');
    say('收到了，店里看过会回你。', 'good');
    await onTold();
  };
  if (leftToday <= 0) return <Notice tone="quiet">今天说的我们都记下了，明天可以接着说。</Notice>;
  return (
    <Card>
      <CardHead title="想说什么" aside={`今天还能说 ${leftToday} 条`} />
      <Box className="wish-kinds">
        <Chips label="心愿还是建议" options={KINDS} chosen={kind} onPick={setKind} />
      </Box>
      <LabeledField
        kind="lines"
        label={kind === 'wish' ? '我的心愿' : '我的建议'}
        placeholder={HINTS[kind]}
        maxLength={300}
        value={text}
        onText={setText}
        {...(refusal?.field === 'text' ? { problem: refusal.message } : {})}
      />
      {refusal && refusal.field !== 'text' ? <Notice tone="warn">{withNumber(refusal)}</Notice> : null}
      <TakeButton busy={busy} disabled={busy || said.length < TEXT_MIN} onTap={() => void tell()}>
        {busy ? '正在送去…' : said.length < TEXT_MIN ? '多写几个字' : '告诉店里'}
      </TakeButton>
    </Card>
  );
};
