import { useCallback, useState } from 'react';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import { nowMs } from '@/api/now';
import { cardPicture } from '@/api/picture';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { usePoll } from '@/api/use-poll';
import { ActivityTag } from '@/cards/activity-tag';
import { Count } from '@/cards/count';
import { gainOf, TitleWithGain } from '@/cards/gain';
import { nextStep } from '@/cards/next-step';
import { activityPage, PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { useShareCard } from '@/platform/share';
import { BrokenLink } from '@/ui/broken-link';
import { Card } from '@/ui/card';
import { Box } from '@/ui/elements';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { Foot } from './foot';
import { Mine } from './mine';
import { Options } from './options';
import { Relay } from './relay';
import { Rules } from './rules';
import './index.scss';

type Detail = AnswerOf<'member.activity'>;
const POLL_MS = 4_000;
const POLL_CLOSED_MS = 60_000;

/** One activity: what to do, how it goes right now, what became of my `1`, the rules in plain words. */
export default function ActivityPage() {
  const { id = '' } = useQuery();
  const signedIn = session() !== undefined;
  const asked = useAnswer('member.activity', { id }, { on: signedIn && id !== '' });
  const { refresh, value } = asked;
  useFresh(refresh);
  usePoll(asked, value?.card.openNow ? POLL_MS : POLL_CLOSED_MS, signedIn && value !== undefined);
  const doneToday = value ? countedToday(value) : false;
  const step = value ? nextStep(value.card, { nowMs: nowMs(), doneToday }) : undefined;
  useShareCard({
    title: value ? `${value.card.title}：${gainOf(value.card) || value.card.line}` : '群里扣个 1 就能参加',
    path: id ? activityPage(id) : PAGES.home,
    // Of what is over nobody gets anything any more.
    picture: step && step.kind !== 'over' ? cardPicture('activity', id) : undefined,
  });
  const again = useCallback(() => void refresh(), [refresh]);
  const [choice, setChoice] = useState<string>();
  const [relayText, setRelayText] = useState('');
  if (!id) return <BrokenLink title="活动" from="福利" page={PAGES.home} />;
  const foot =
    value && step ? (
      <Foot
        card={value.card}
        step={step}
        choice={choice}
        relayText={relayText}
        question={value.question}
        onJoined={() => {
          setChoice(undefined);
          setRelayText('');
          again();
        }}
      />
    ) : undefined;
  return (
    <Page title="活动" foot={foot}>
      <Shown asked={asked}>
        {(detail) => (
          <>
            <Card>
              <ActivityTag card={detail.card} />
              <TitleWithGain card={detail.card} className="detail-title" />
              <Box className="detail-line">{detail.card.line}</Box>
              <Count card={detail.card} />
            </Card>
            <Mine detail={detail} />
            <Options detail={detail} choosable={step?.kind === 'here'} choice={choice} onChoose={setChoice} />
            <Relay detail={detail} writable={step?.kind === 'here'} text={relayText} onText={setRelayText} />
            <Rules detail={detail} />
          </>
        )}
      </Shown>
    </Page>
  );
}

/** For a check-in: whether one of my counted messages is of today. */
const countedToday = (detail: Detail): boolean => {
  const today = shanghaiDay(new Date(nowMs()));
  return detail.mine.some((one) => one.outcome === 'counted' && shanghaiDay(new Date(one.at)) === today);
};
