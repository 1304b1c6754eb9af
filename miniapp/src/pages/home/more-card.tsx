import type { ActivityCard } from '@kouyi/shared/contracts';
import { ActivityTag } from '@/cards/activity-tag';
import { When } from '@/cards/count';
import { TitleWithGain } from '@/cards/gain';
import { gridOf } from '@/cards/grid';
import { activityPage, go } from '@/platform/navigate';
import { Bubbles } from '@/ui/bubbles';
import { Card, Tag } from '@/ui/card';
import { Box, Tap, Words } from '@/ui/elements';
import { figure } from '@/words/say';

/** An activity after the first: what, where, until when, how many; a tap opens it. */
export const MoreCard = ({ card, doneToday }: { card: ActivityCard; doneToday: boolean }) => {
  const done = card.kind === 'check_in' ? doneToday : card.mine > 0;
  const grid = gridOf(card);
  const left =
    card.left === undefined ? '' : card.left > 0 ? `，还剩 ${figure(card.left)} 个名额` : '，名额满了';
  return (
    <Card className="more-card">
      <Tap className="more-tap" onTap={() => go(activityPage(card.id))}>
        <Box className="more-top">
          {done ? <Tag tone="good">✓ 我参加了</Tag> : <ActivityTag card={card} />}
          <Words className="more-when">
            <When card={card} />
          </Words>
        </Box>
        <TitleWithGain card={card} className="more-title" />
        <Box className="more-line">{`${figure(card.counted)} 人参加了${left}`}</Box>
        {card.limit ? (
          <Bubbles
            small
            filled={grid.filled}
            total={grid.total}
            own={grid.own}
            label={`${card.counted} / ${card.limit}`}
          />
        ) : null}
      </Tap>
    </Card>
  );
};
