import type { ActivityCard } from '@kouyi/shared/contracts';
import { ACTIVITY_STATE_NAMES } from '@kouyi/shared/types';
import { groupNames } from '@/words/say';
import { Tag } from '@/ui/card';

/** 正在进行 · 咖啡 3 群. */
export const ActivityTag = ({ card }: { card: ActivityCard }) => {
  const live = card.openNow && card.state === 'running';
  const word = live ? '正在进行' : card.state === 'running' ? '还没到时间' : ACTIVITY_STATE_NAMES[card.state];
  const where = groupNames(card.groups);
  return <Tag tone={live ? 'live' : 'quiet'}>{where ? `${word} · ${where}` : word}</Tag>;
};
