import type { BoxCard } from '@kouyi/shared/contracts';
import { BOX_STATE_NAMES } from '@kouyi/shared/types';
import { nowMs } from '@/api/now';
import { Tag } from '@/ui/card';
import { Box, Words } from '@/ui/elements';
import { fromWord, untilWord } from '@/words/time';
import './box-state.scss';

type Times = Pick<BoxCard, 'state' | 'openNow' | 'opensAt' | 'closesAt'>;

/** Whether a box is open, and until when; the first line of its card. */
export const BoxState = ({ box }: { box: Times }) => (
  <Box className="box-state">
    <Tag tone={box.openNow ? 'live' : 'quiet'}>{stateWord(box)}</Tag>
    <Words className="box-state-when">{whenWord(box, nowMs())}</Words>
  </Box>
);

const stateWord = ({ openNow, state }: Times): string => {
  if (openNow) return '开放中';
  return state === 'open' ? '还没到时间' : BOX_STATE_NAMES[state];
};

/** Of what was closed before its time, nothing. */
const whenWord = ({ openNow, state, opensAt, closesAt }: Times, now: number): string => {
  if (state !== 'open' && Date.parse(closesAt) > now) return '';
  return state === 'open' && !openNow && opensAt ? fromWord(opensAt, now) : untilWord(closesAt, now);
};
