import type { ActivityCard } from '@kouyi/shared/contracts';
import { useState } from 'react';
import { nowMs } from '@/api/now';
import { useInterval } from '@/platform/page';
import { figure } from '@/words/say';
import { fromWord, untilWord } from '@/words/time';
import { BigNumber } from '@/ui/big-number';
import { Bubbles } from '@/ui/bubbles';
import { Box } from '@/ui/elements';
import { gridOf } from './grid';
import './count.scss';

/** When it ends, begins or ended; the last hour runs by the second. Of what was ended before its time, nothing. */
export const When = ({
  card,
}: {
  card: Pick<ActivityCard, 'openNow' | 'opensAt' | 'closesAt' | 'state'>;
}) => {
  const [now, setNow] = useState(nowMs);
  useInterval(() => setNow(nowMs()), 1_000, Math.abs(Date.parse(card.closesAt) - now) < 3_700_000);
  const over = card.state === 'closed' || card.state === 'archived';
  if (over && Date.parse(card.closesAt) > now) return null;
  return (
    <>
      {!card.openNow && Date.parse(card.opensAt) > now
        ? fromWord(card.opensAt, now)
        : untilWord(card.closesAt, now)}
    </>
  );
};

const VERBS: Partial<Record<ActivityCard['kind'], string>> = {
  check_in: '人已打卡',
  vote: '人已投票',
  relay: '人已接龙',
  quiz: '人答过了',
  coupon_grab: '人抢到了',
};

const verbOf = ({ kind, trigger }: Pick<ActivityCard, 'kind' | 'trigger'>): string =>
  VERBS[kind] ?? (/^[\d+]+$/.test(trigger) ? `人已扣 ${trigger}` : '人已参加');

/** What people did so far, as a figure and as bubbles. */
export const Count = ({ card }: { card: ActivityCard }) => {
  const grid = gridOf(card);
  const verb = verbOf(card);
  const left =
    card.left === undefined ? '' : card.left > 0 ? `，还剩 ${figure(card.left)} 个名额` : '，名额满了';
  const own = card.myPlace ? `，你是第 ${figure(card.myPlace)} 位` : '';
  return (
    <Box className="count">
      <BigNumber value={card.counted} meaning={verb + left} aside={<When card={card} />} />
      <Bubbles
        filled={grid.filled}
        total={grid.total}
        own={grid.own}
        label={`${figure(card.counted)} ${verb}${left}${own}`}
      />
      {grid.per > 1 ? <Box className="count-scale">{`每个气泡代表 ${figure(grid.per)} 人`}</Box> : null}
    </Box>
  );
};
