import type { AgeBand, AgeGate } from '@kouyi/shared/types';
import { useState } from 'react';
import { call } from '@/api/call';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';

const BANDS: readonly (readonly [AgeBand, string])[] = [
  ['adult', '我已满 18 周岁'],
  ['minor_with_consent', '8 到 17 周岁，家长同意我参加'],
  ['under_8', '还没满 8 周岁'],
];

interface Props {
  gate: AgeGate;
  onClose: () => void;
  onDeclared: () => Promise<void>;
}

/** Asks for the age once, before the first draw, and says why and what follows. */
export const AgeSheet = ({ gate, onClose, onDeclared }: Props) => {
  const [busy, setBusy] = useState(false);
  const declare = async (band: AgeBand): Promise<void> => {
    setBusy(true);
    const answer = await call('member.declareAge', { band });
    setBusy(false);
    if (!answer.ok) say(withNumber(answer.refusal), 'warn');
    await onDeclared();
    onClose();
  };
  return (
    <Sheet title="你多大了？" onClose={onClose}>
      <Box className="sheet-text">
        {gate === 'adult'
          ? '这个盒子只给满 18 周岁的人开。只问这一次，记下的只有你选的这一项；选错了找店员改。'
          : '盲盒不能卖给 8 周岁以下的孩子，8 到 17 周岁要家长同意。只问这一次，记下的只有你选的这一项；选错了找店员改。'}
      </Box>
      {BANDS.map(([band, words]) => (
        <QuietButton key={band} busy={busy} onTap={() => void declare(band)}>
          {words}
        </QuietButton>
      ))}
      <TextButton onTap={onClose}>先不开了</TextButton>
    </Sheet>
  );
};
