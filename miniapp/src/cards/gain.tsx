import type { ActivityCard } from '@kouyi/shared/contracts';
import { Heading, Box, Words } from '@/ui/elements';
import { figure } from '@/words/say';
import './gain.scss';

/** What taking part brings, in a few letters; '' where it brings nothing one could keep. */
export const gainOf = (card: Pick<ActivityCard, 'kind' | 'points' | 'boxId'>): string =>
  [
    card.points > 0 ? `+${figure(card.points)} 积分` : '',
    card.kind === 'coupon_grab' ? '一张券' : '',
    card.boxId === undefined ? '' : '开一次盲盒',
  ]
    .filter((part) => part !== '')
    .join('，');

/** An activity's title with what it brings at the end of its line. */
export const TitleWithGain = ({ card, className }: { card: ActivityCard; className: string }) => {
  const gain = gainOf(card);
  return (
    <Box className="title-gain">
      <Heading level={2} className={className}>
        {card.title}
      </Heading>
      {gain ? <Words className="gain">{gain}</Words> : null}
    </Box>
  );
};
