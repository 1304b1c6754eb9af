import type { BoxCard } from '@kouyi/shared/contracts';
import { useEffect } from 'react';
import { learnTime } from '@/api/now';
import { cardPicture } from '@/api/picture';
import { onTaps } from '@/api/taps';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { OddsBar } from '@/cards/odds-bar';
import { boxPage, go, PAGES } from '@/platform/navigate';
import { useShareCard } from '@/platform/share';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Card } from '@/ui/card';
import { Box, Heading, Tap, Words } from '@/ui/elements';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { BoxState } from '../box-state';
import { insideOf } from '../inside-of';
import './index.scss';

/** 盲盒: which boxes there are, what is in them, how often I may open each. */
export default function Boxes() {
  const asked = useAnswer('member.boxes', {}, { on: session() !== undefined });
  const { refresh } = asked;
  useFresh(refresh);
  useEffect(
    () =>
      onTaps(() => {
        if (session()) void refresh();
      }),
    [refresh],
  );
  const serverTime = asked.copyOf ? undefined : asked.value?.serverTime;
  useEffect(() => {
    if (serverTime) learnTime(serverTime);
  }, [serverTime]);
  const open = asked.value?.items.find((box) => box.openNow);
  useShareCard({
    title: open ? insideOf(open) : '群里扣 1 攒机会，开盲盒：每个奖品的概率都写在上面',
    path: PAGES.boxes,
    about: 'box',
    picture: open && cardPicture('box', open.id),
  });
  return (
    <Page title="盲盒">
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="现在没有盲盒" line="群里有「扣1抽盲盒」的活动时，盒子和你的机会会出现在这里。">
              <QuietButton onTap={() => go(PAGES.home)}>看看现在有什么</QuietButton>
            </Empty>
          ) : (
            <>
              {items.map((box) => (
                <BoxLine key={box.id} box={box} />
              ))}
              <Box className="boxes-more">
                <TextButton onTap={() => go(PAGES.myDraws)}>我的开盒记录 ›</TextButton>
                <TextButton onTap={() => go(PAGES.prizes)}>奖品柜 ›</TextButton>
              </Box>
            </>
          )
        }
      </Shown>
    </Page>
  );
}

const BoxLine = ({ box }: { box: BoxCard }) => (
  <Card>
    <Tap className="boxes-tap" onTap={() => go(boxPage(box.id))}>
      <BoxState box={box} />
      <Heading level={2} className="boxes-name">
        {box.name}
      </Heading>
      <Box className="boxes-line">{box.line}</Box>
      <OddsBar prizes={box.topPrizes} />
      <Box className="boxes-foot">
        {box.chances > 0 ? (
          <Words className="boxes-chances">{`你有 ${figure(box.chances)} 次机会`}</Words>
        ) : (
          <Words className="boxes-none">{box.obstacle?.message ?? '你还没有机会'}</Words>
        )}
        <Words className="row-go">›</Words>
      </Box>
    </Tap>
  </Card>
);
