import { RIGHT_CLAIM_STATE_NAMES } from '@kouyi/shared/types';
import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import { isTransient, type Refusal } from '@/api/refusal';
import { useRequestKey } from '@/api/use-request-key';
import { TakeButton, TextButton } from '@/ui/buttons';
import { Notice, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';
import { dayWord, fullDate } from '@/words/time';
import type { MyRight } from '../shapes';
import { CLAIM_TONES } from './tones';
import './right-sheet.scss';

interface Props {
  right: MyRight;
  onClose: () => void;
  onChanged: () => Promise<void>;
}

/** One right: what it is, where my latest claim is, and the claim itself; or why there is none now, and from when on. */
export const RightSheet = (props: Props) => {
  const { right, onClose } = props;
  return (
    <Sheet title={right.gives} onClose={onClose}>
      <Box className="sheet-text">{right.about === '' ? right.name : `${right.name}：${right.about}`}</Box>
      <Box className="sheet-text">
        {right.until ? `${right.often}，到 ${fullDate(right.until)} 为止。` : `${right.often}。`}
      </Box>
      {right.latest ? <Latest {...props} latest={right.latest} /> : null}
      {right.mayClaim ? <Claim {...props} /> : <WhyNot right={right} />}
    </Sheet>
  );
};

const WhyNot = ({ right }: { right: MyRight }) => (
  <Box className="right-why" role="status">
    {right.why ?? '现在不能领。'}
    {right.nextAt ? ` ${dayWord(right.nextAt, nowMs())}起可以再领。` : ''}
  </Box>
);

/** Where my latest claim is; while nobody has looked at it, it can be taken back. */
const Latest = ({ latest, onChanged }: Props & { latest: NonNullable<MyRight['latest']> }) => {
  const [busy, setBusy] = useState(false);
  const withdraw = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.withdrawRightClaim', { id: latest.id });
    setBusy(false);
    if (answer.ok) say('撤回了，次数也还给你了。', 'good');
    else say(withNumber(answer.refusal), 'warn');
    await onChanged();
  };
  return (
    <Box className="right-latest">
      <Tag tone={CLAIM_TONES[latest.state]}>{`上次：${RIGHT_CLAIM_STATE_NAMES[latest.state]}`}</Tag>
      <Box className="sheet-text">{latest.words}</Box>
      {latest.state === 'requested' ? (
        <TextButton busy={busy} onTap={() => void withdraw()}>
          {busy ? '正在撤回…' : '撤回这次申请'}
        </TextButton>
      ) : null}
    </Box>
  );
};

/** One key a claim, however often it is sent. */
const Claim = ({ right, onClose, onChanged }: Props) => {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const key = useRequestKey();
  const asksNote =
    right.needsNote || right.kind === 'goods' || right.kind === 'service' || refusal?.field === 'note';
  const claim = async (): Promise<void> => {
    const said = note.trim();
    setBusy(true);
    const answer = await call('member.claimRight', {
      id: right.id,
      requestKey: key.of(said),
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
    await onChanged();
  };
  return (
    <>
      {asksNote ? (
        <LabeledField
          kind="lines"
          label={right.kind === 'service' ? '想约什么时候、哪家店' : '寄到哪里、怎么称呼'}
          placeholder={right.needsNote ? '要填，只有经手的人看得到' : '可以不填，只有经手的人看得到'}
          maxLength={200}
          value={note}
          onText={setNote}
          {...(refusal?.field === 'note' ? { problem: refusal.message } : {})}
        />
      ) : null}
      {refusal && refusal.field !== 'note' ? <Notice tone="warn">{withNumber(refusal)}</Notice> : null}
      <TakeButton busy={busy} onTap={() => void claim()}>
        {busy ? '正在领…' : right.atOnce ? '领取，马上到' : '申请领取'}
      </TakeButton>
      <Box className="right-after">
        {right.atOnce ? '用掉这一期的 1 次。' : '店里看过就给你，用掉这一期的 1 次；没通过会还回来。'}
      </Box>
    </>
  );
};
