import { textToDay } from '@kouyi/shared/rules/time';
import { useState } from 'react';
import { call } from '@/api/call';
import { PrimaryButton, TextButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';

interface Props {
  day: string;
  activityId: string;
  left: number;
  onClose: () => void;
  onMadeUp: () => Promise<void>;
}

/** Asks before a make-up is spent, and says what it brought. */
export const MakeUp = ({ day, activityId, left, onClose, onMadeUp }: Props) => {
  const [busy, setBusy] = useState(false);
  const at = new Date((textToDay(day) ?? 0) * 86_400_000);
  const name = `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  const makeUp = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.makeUp', { activityId, day });
    setBusy(false);
    if (answer.ok) {
      const { points, streak, makeUpsLeft } = answer.value;
      say(
        `${name}补上了，连续 ${streak} 天${points > 0 ? `，+${points} 积分` : ''}，还能补 ${makeUpsLeft} 次。`,
        'good',
      );
      await onMadeUp();
    } else {
      say(withNumber(answer.refusal), 'warn');
    }
    onClose();
  };
  return (
    <Sheet title={`补 ${name} 的卡？`} onClose={onClose}>
      <Box className="sheet-text">{`会用掉 1 次补卡，补完这个月还剩 ${Math.max(0, left - 1)} 次。补上的日子算进连续天数。`}</Box>
      <PrimaryButton busy={busy} onTap={() => void makeUp()}>
        {busy ? '正在补…' : '补上这一天'}
      </PrimaryButton>
      <TextButton onTap={onClose}>先不补</TextButton>
    </Sheet>
  );
};
