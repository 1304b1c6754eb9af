import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { activityPage, go } from '@/platform/navigate';
import { Box, Tap, Words } from '@/ui/elements';
import { dayAndClock } from '@/words/time';

type Latest = NonNullable<AnswerOf<'member.home'>['latest']>;

/** What became of the `1` this person just typed: the reason most come here for. Leads to its activity. */
export const LatestCard = ({ latest }: { latest: Latest }) => {
  const counted = latest.outcome === 'counted';
  return (
    <Tap
      className={`latest ${counted ? 'latest-counted' : ''}`}
      onTap={() => go(activityPage(latest.activityId))}
    >
      <Words className="latest-sign">{counted ? '✓' : '?'}</Words>
      <Box className="latest-words">
        <Box className="latest-reason">{counted ? `你的「1」${latest.reason}` : latest.reason}</Box>
        <Box className="latest-line">
          {`${latest.title} · ${latest.groupName} · ${dayAndClock(latest.at, nowMs())}`}
        </Box>
      </Box>
      <Words className="row-go">›</Words>
    </Tap>
  );
};
