import { useCallback } from 'react';
import { go, PAGES, verifyPage } from '@/platform/navigate';
import { PrimaryButton, QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Box, Heading, Picture } from '@/ui/elements';
import { Sheet } from '@/ui/sheet';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { nowMs } from '@/api/now';
import type { DrawResult, Opening } from './use-opening';

/** What a box gave. The words stand there at once; only the bubble around them moves, and not for who wants calm. */
export const Opened = ({ result, opening }: { result: DrawResult; opening: Opening }) => {
  const { draw, chancesLeft, guarantee, again } = result;
  const { prize, won, proof } = draw;
  const { close } = opening;
  const leave = useCallback(
    (page: string) => {
      close();
      go(page);
    },
    [close],
  );
  return (
    <Sheet title={won ? '开出来了' : '这次没中'} onClose={close}>
      <Box className={`opened ${won ? 'opened-won' : ''}`} live>
        <Box className="opened-bubble moves">
          {prize.picture ? (
            <Picture className="opened-picture" src={prize.picture} label={prize.name} />
          ) : null}
          <Heading level={3} className="opened-name">
            {prize.name}
          </Heading>
        </Box>
        <Box className="opened-line">{lineOf(result)}</Box>
        {again ? <Box className="opened-line">这是刚才那一下的结果，没有多开一次。</Box> : null}
        {!won && guarantee ? (
          <Box className="opened-line">
            {guarantee.drawsLeft <= 1
              ? `下一次必得「${guarantee.prizeName}」或更好的。`
              : `最多再开 ${figure(guarantee.drawsLeft)} 次，必得「${guarantee.prizeName}」或更好的。`}
          </Box>
        ) : null}
      </Box>
      {chancesLeft > 0 ? (
        <PrimaryButton busy={opening.busy} onTap={opening.open}>
          {opening.busy ? '正在开…' : `再开一次，还有 ${figure(chancesLeft)} 次机会`}
        </PrimaryButton>
      ) : null}
      <Next result={result} leave={leave} />
      <TextButton onTap={() => leave(verifyPage(draw.boxId, proof.roundId))}>
        {`这是第 ${figure(proof.roundNumber)} 轮我的第 ${figure(proof.nonce)} 次，去验证 ›`}
      </TextButton>
    </Sheet>
  );
};

const Next = ({ result, leave }: { result: DrawResult; leave: (page: string) => void }) => {
  const { prize, won } = result.draw;
  if (!won) return null;
  if (prize.kind === 'points')
    return <QuietButton onTap={() => leave(PAGES.points)}>看看我的积分</QuietButton>;
  return (
    <TakeButton onTap={() => leave(PAGES.prizes)}>
      {prize.kind === 'coupon' ? '去奖品柜看券' : '去奖品柜领取'}
    </TakeButton>
  );
};

/** What it means and what to do about it, in one line. */
const lineOf = ({ draw }: DrawResult): string => {
  const { prize, won, guaranteed, claimUntil } = draw;
  if (!won) return '谢谢参与，机会还会有。';
  const how = guaranteed ? '保底给你的。' : '';
  if (prize.kind === 'points') return `${how}积分几秒内到账。`;
  const until = claimUntil ? `${dayAndClock(claimUntil, nowMs())} 前领取有效。` : '';
  return `${how}已经放进奖品柜。${until}`;
};
