import type { MemberBox } from '@kouyi/shared/contracts';
import { useCallback, useState } from 'react';
import { tap } from '@/api/taps';
import { go, PAGES } from '@/platform/navigate';
import { PrimaryButton, QuietButton, TextButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { figure, withNumber } from '@/words/say';
import { AgeSheet } from './age-sheet';
import type { Opening } from './use-opening';

interface Props {
  box: MemberBox;
  opening: Opening;
  refresh: () => Promise<void>;
}

/** The one thing to do about a box: open it, say one's age first, get a chance, or know why not. */
export const Foot = ({ box, opening, refresh }: Props) => {
  const [asking, setAsking] = useState(false);
  const close = useCallback(() => setAsking(false), []);
  const { obstacle } = box;
  if (opening.busy)
    return (
      <Box className="opening">
        <PrimaryButton busy onTap={opening.open}>
          正在开…
        </PrimaryButton>
      </Box>
    );
  if (opening.waiting)
    return <PrimaryButton onTap={opening.open}>刚才那一下还没有回音，再问一次结果</PrimaryButton>;
  if (!obstacle)
    return <PrimaryButton onTap={opening.open}>{`开一次，还有 ${figure(box.chances)} 次机会`}</PrimaryButton>;
  if (obstacle.code === 'age_unknown')
    return (
      <>
        <PrimaryButton onTap={() => setAsking(true)}>先确认年龄，再开盲盒</PrimaryButton>
        {asking ? <AgeSheet gate={box.age.gate} onClose={close} onDeclared={refresh} /> : null}
      </>
    );
  if (obstacle.code === 'no_chance') return <GetChance box={box} refresh={refresh} />;
  return (
    <Box className="box-obstacle" role="status">
      {obstacle.message}
    </Box>
  );
};

const GetChance = ({ box, refresh }: { box: MemberBox; refresh: () => Promise<void> }) => {
  const { chancePoints } = box;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const close = useCallback(() => setAsking(false), []);
  const buy = async (): Promise<void> => {
    setBusy(true);
    const told = await tap({ kind: 'chances', boxId: box.id, count: 1 });
    setBusy(false);
    setAsking(false);
    if (told.kind === 'waiting') say('网络断了，换机会这一下先记住了，联网后自动送出。', 'warn');
    else if (told.answer.ok) say(`换好了，还剩 ${figure(told.answer.value.points)} 积分。`, 'good');
    else say(withNumber(told.answer.refusal), 'warn');
    await refresh();
  };
  if (chancePoints === undefined)
    return <QuietButton onTap={() => go(PAGES.home)}>还没有机会，去群里扣 1 攒一次</QuietButton>;
  return (
    <>
      <QuietButton onTap={() => setAsking(true)}>{`用 ${figure(chancePoints)} 积分换一次机会`}</QuietButton>
      {asking ? (
        <Sheet title={`用 ${figure(chancePoints)} 积分换一次？`} onClose={close}>
          <Box className="sheet-text">
            换来的机会只能开这个盒子，不能换回积分。去群里扣 1 也能攒机会，不花积分。
          </Box>
          <PrimaryButton busy={busy} onTap={() => void buy()}>
            {busy ? '正在换…' : '换一次机会'}
          </PrimaryButton>
          <TextButton onTap={close}>先不换</TextButton>
        </Sheet>
      ) : null}
    </>
  );
};
