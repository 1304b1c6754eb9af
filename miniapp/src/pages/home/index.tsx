import type { BoxCard } from '@kouyi/shared/contracts';
import { useCallback, useEffect } from 'react';
import { learnTime, nowMs } from '@/api/now';
import { cardPicture } from '@/api/picture';
import { onTaps } from '@/api/taps';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { usePoll } from '@/api/use-poll';
import { noteVisit, sendVisit } from '@/api/visit';
import { gainOf } from '@/cards/gain';
import { IntakeEntry } from '@/cards/intake-entry';
import type { AnswerOf } from '@/api/routes';
import { activityPage, go, PAGES } from '@/platform/navigate';
import { useDidShow, useQuery } from '@/platform/page';
import { useShareCard } from '@/platform/share';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box, Heading, Tap, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { Mark } from '@/ui/mark';
import { Page } from '@/ui/page';
import { Skeleton } from '@/ui/skeleton';
import { Empty, Shown } from '@/ui/states';
import { figure, groupNames } from '@/words/say';
import { fromWord } from '@/words/time';
import { BoxesCard } from './boxes-card';
import { CheckInCard } from './check-in-card';
import { LatestCard } from './latest-card';
import { LiveCard } from './live-card';
import { MoreCard } from './more-card';
import './index.scss';

type HomeAnswer = AnswerOf<'member.home'>;
const POLL_MS = 8_000;

/** Whoever came through somebody's code is told that it was noted. */
const tellVisit = async (): Promise<void> => {
  const name = await sendVisit();
  if (name) say(`${name}推荐你来的，记下了。`, 'good');
};

/** 福利: what can I get now, in which group, until when. */
export default function Home() {
  const signedIn = session() !== undefined;
  const home = useAnswer('member.home', {}, { on: signedIn });
  const boxes = useAnswer('member.boxes', {}, { on: signedIn });
  const { refresh } = home;
  const refreshBoxes = boxes.refresh;
  const { scene } = useQuery();
  useEffect(() => {
    noteVisit(scene);
    void tellVisit();
  }, [scene]);
  useDidShow(() => void tellVisit());
  useFresh(() => Promise.all([refresh(), refreshBoxes()]));
  usePoll(home, POLL_MS, signedIn);
  // A tap that waited has been sent: the numbers have moved.
  useEffect(
    () =>
      onTaps(() => {
        if (session()) void refresh();
      }),
    [refresh],
  );
  const serverTime = home.copyOf ? undefined : home.value?.serverTime;
  useEffect(() => {
    if (serverTime) learnTime(serverTime);
  }, [serverTime]);
  const brand = home.value?.brandName ?? '';
  const first = home.value?.now[0];
  useShareCard({
    title: first ? `${brand}：${first.title}` : `${brand || '群里'}的会员福利：扣个 1 就能参加`,
    path: PAGES.home,
    picture: first && cardPicture('activity', first.id),
  });
  return (
    <Page title={brand ? `${brand} · 会员福利` : '会员福利'} tab="home" ownHead>
      <Box className="home-head">
        <Mark />
        <Heading level={1} className="home-title">
          {brand ? `${brand} · 会员福利` : '会员福利'}
        </Heading>
        {home.value ? (
          <Tap
            className="home-points"
            onTap={() => go(PAGES.points)}
            label={`积分 ${figure(home.value.points)}，看明细`}
          >
            积分 <Words className="home-points-figure">{figure(home.value.points)}</Words>
          </Tap>
        ) : null}
      </Box>
      {/* Both or neither: a card that comes later would push away what is about to be tapped. */}
      {boxes.loading && !home.refusal ? (
        <Skeleton />
      ) : (
        <Shown asked={home}>
          {(value) => (
            <>
              <HomeBody value={value} boxes={boxes.value?.items ?? []} refresh={refresh} />
              <IntakeEntry on={signedIn} />
            </>
          )}
        </Shown>
      )}
    </Page>
  );
}

interface BodyProps {
  value: HomeAnswer;
  boxes: readonly BoxCard[];
  refresh: () => Promise<void>;
}

const HomeBody = ({ value, boxes, refresh }: BodyProps) => {
  const again = useCallback(() => void refresh(), [refresh]);
  const { checkIn } = value;
  const doneToday = (id: string): boolean => checkIn?.activityId === id && checkIn.checkedInToday;
  // First what still can be done, then what is done: the first card answers "what can I get now".
  const now = [...value.now].sort((a, b) => rank(a, doneToday(a.id)) - rank(b, doneToday(b.id)));
  const [first, ...more] = now;
  const mayOpen = boxes.some((box) => box.openNow && box.chances > 0);
  if (!first && value.soon.length === 0 && !checkIn)
    return (
      <>
        <BoxesCard boxes={boxes} />
        <Empty title="现在没有进行中的活动" line="群里一有新活动，这里就会写上：领什么、在哪个群、到几点。">
          <QuietButton onTap={() => go(PAGES.groups)}>看看我在的群</QuietButton>
        </Empty>
      </>
    );
  return (
    <Box className="home-cards">
      {value.latest ? (
        <LatestCard
          latest={value.latest}
          boxId={value.now.find(({ id }) => id === value.latest?.activityId)?.boxId}
        />
      ) : null}
      {mayOpen ? <BoxesCard boxes={boxes} /> : null}
      {first ? <LiveCard card={first} doneToday={doneToday(first.id)} onJoined={again} /> : null}
      {!first && value.soon.length > 0 ? (
        <Notice tone="quiet">现在没有进行中的活动，下面的快开始了。</Notice>
      ) : null}
      {mayOpen ? null : <BoxesCard boxes={boxes} />}
      {checkIn ? <CheckInCard summary={checkIn} /> : null}
      {more.map((card) => (
        <MoreCard key={card.id} card={card} doneToday={doneToday(card.id)} />
      ))}
      {value.soon.length > 0 ? (
        <Card>
          <CardHead title="快开始了" />
          <List label="快开始的活动">
            {value.soon.map((card) => (
              <Row
                key={card.id}
                title={card.title}
                line={`${groupNames(card.groups)} · ${fromWord(card.opensAt, nowMs())}`}
                aside={gainOf(card) || undefined}
                onTap={() => go(activityPage(card.id))}
              />
            ))}
          </List>
        </Card>
      ) : null}
    </Box>
  );
};

/** Still to do, then full, then done. */
const rank = (card: HomeAnswer['now'][number], doneToday: boolean): number => {
  if (card.kind === 'check_in' ? doneToday : card.mine > 0) return 2;
  return card.left === 0 ? 1 : 0;
};
