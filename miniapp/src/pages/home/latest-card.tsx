import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { activityPage, boxPage, go } from '@/platform/navigate';
import { Box, Tap, Words } from '@/ui/elements';
import { Facts } from '@/ui/facts';
import { dayAndClock } from '@/words/time';

type Latest = NonNullable<AnswerOf<'member.home'>['latest']>;

interface Props {
  latest: Latest;
  /** The box that its activity gives chances of. */
  boxId?: string;
}

/** What became of the `1` this person just typed: the reason most come here for. Leads to what it brought. */
export const LatestCard = ({ latest, boxId }: Props) => {
  const counted = latest.outcome === 'counted';
  return (
    <Tap
      className={`latest ${counted ? 'latest-counted' : ''}`}
      onTap={() => go(counted && boxId ? boxPage(boxId) : activityPage(latest.activityId))}
    >
      <Words className="latest-sign">{counted ? '✓' : '?'}</Words>
      <Box className="latest-words">
        <Box className="latest-reason">{counted ? `你的「1」${latest.reason}` : latest.reason}</Box>
        <Box className="latest-line">
          <Facts line={`${latest.title} · ${latest.groupName} · ${dayAndClock(latest.at, nowMs())}`} />
        </Box>
      </Box>
      <Words className="row-go">›</Words>
    </Tap>
  );
};
