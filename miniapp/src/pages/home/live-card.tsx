import type { ActivityCard } from '@kouyi/shared/contracts';
import { useCallback, useState } from 'react';
import { nowMs } from '@/api/now';
import { ActivityTag } from '@/cards/activity-tag';
import { Count } from '@/cards/count';
import { TitleWithGain } from '@/cards/gain';
import { hereLabel, nextStep, oneTapIsEnough } from '@/cards/next-step';
import { SayInGroup } from '@/cards/say-in-group';
import { useJoin } from '@/cards/use-join';
import { activityPage, boxPage, go, PAGES } from '@/platform/navigate';
import { PrimaryButton, QuietButton, TextButton } from '@/ui/buttons';
import { Card } from '@/ui/card';
import { Box, Tap } from '@/ui/elements';

interface Props {
  card: ActivityCard;
  doneToday: boolean;
  onJoined: () => void;
}

/** The activity that comes first: its words, its live count, and the one thing to do. */
export const LiveCard = ({ card, doneToday, onJoined }: Props) => {
  const open = (): void => go(activityPage(card.id));
  return (
    <Card className="live-card">
      <Tap className="live-words" onTap={open}>
        <ActivityTag card={card} />
        <TitleWithGain card={card} className="live-title" />
        <Box className="live-line">{card.line}</Box>
      </Tap>
      <Count card={card} />
      <Step card={card} doneToday={doneToday} onJoined={onJoined} open={open} />
    </Card>
  );
};

const Step = ({ card, doneToday, onJoined, open }: Props & { open: () => void }) => {
  const [showing, setShowing] = useState(false);
  const close = useCallback(() => setShowing(false), []);
  const { join, busy } = useJoin(card.id, onJoined);
  const step = nextStep(card, { nowMs: nowMs(), doneToday });
  const only = step.kind === 'here' && step.groups.length === 1 ? step.groups[0] : undefined;
  const { boxId } = card;
  if (step.kind === 'done' && boxId !== undefined)
    return <PrimaryButton onTap={() => go(boxPage(boxId))}>去开盲盒</PrimaryButton>;
  if (step.kind === 'done' && card.kind === 'coupon_grab')
    return <QuietButton onTap={() => go(PAGES.coupons)}>我抢到了 · 去看券</QuietButton>;
  if (step.kind === 'done')
    return (
      <QuietButton onTap={open}>
        {card.kind === 'check_in' ? '今天打过了 · 看记录' : '我扣过了 · 看结果'}
      </QuietButton>
    );
  if (step.kind === 'here' && only && oneTapIsEnough(card))
    return (
      <>
        <PrimaryButton busy={busy} onTap={() => void join({ groupId: only.id, text: card.trigger })}>
          {busy ? '正在送出…' : hereLabel(card.trigger)}
        </PrimaryButton>
        <TextButton onTap={open}>先看看规则</TextButton>
      </>
    );
  if (step.kind === 'here') return <PrimaryButton onTap={open}>去参加</PrimaryButton>;
  if (step.kind === 'in_group' && oneTapIsEnough(card))
    return (
      <>
        <PrimaryButton onTap={() => setShowing(true)}>{`去群里发「${card.trigger}」`}</PrimaryButton>
        {showing ? <SayInGroup trigger={card.trigger} groups={step.groups} onClose={close} /> : null}
      </>
    );
  if (step.kind === 'in_group') return <PrimaryButton onTap={open}>看看怎么参加</PrimaryButton>;
  return <QuietButton onTap={open}>看看详情</QuietButton>;
};
