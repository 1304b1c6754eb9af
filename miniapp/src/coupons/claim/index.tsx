import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import { cardPicture } from '@/api/picture';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { couponPage, go, PAGES, restartAt } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { usePull } from '@/platform/pull';
import { useShareCard } from '@/platform/share';
import { QuietButton, TakeButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure, withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { Face } from '../face';

type Offer = AnswerOf<'member.couponLink'>;

/** 领券: what a claim link offers, and one button to take it. */
export default function CouponLink() {
  const { link: token = '' } = useQuery();
  const asked = useAnswer('member.couponLink', { token }, { on: session() !== undefined && token !== '' });
  const { refresh } = asked;
  usePull(refresh);
  useShareCard({
    title: asked.value ? `${asked.value.face.headline}，${asked.value.face.condition}` : '领一张券',
    path: token ? `${PAGES.couponLink}?link=${encodeURIComponent(token)}` : PAGES.home,
    about: 'coupon',
    picture: asked.value ? cardPicture('coupon', token) : undefined,
  });
  if (!token)
    return (
      <Page title="领券">
        <Empty title="这个链接不完整" line="少了后半截，打不开。回群里再点一次就好。">
          <QuietButton onTap={() => restartAt(PAGES.home)}>看看别的福利</QuietButton>
        </Empty>
      </Page>
    );
  return (
    <Page
      title="领券"
      foot={asked.value ? <Foot offer={asked.value} token={token} onTaken={refresh} /> : undefined}
    >
      <Shown asked={asked}>
        {(offer) => (
          <>
            <Box className="face-page">
              <Face coupon={offer.mine ?? { face: offer.face }} />
            </Box>
            {offer.refusal && !offer.mine ? <Notice tone="warn">{offer.refusal.message}</Notice> : null}
            <Card>
              <CardHead title={offer.name} aside={`还剩 ${figure(offer.left)} 张`} />
              <List label="怎么用">
                {offer.face.lines.map((line) => (
                  <Row key={line} title={line} />
                ))}
                <Row title={`${dayAndClock(offer.until, nowMs())} 前可以领`} />
              </List>
            </Card>
          </>
        )}
      </Shown>
    </Page>
  );
}

const Foot = ({ offer, token, onTaken }: { offer: Offer; token: string; onTaken: () => Promise<void> }) => {
  const [busy, setBusy] = useState(false);
  const { mine } = offer;
  if (mine) return <QuietButton onTap={() => go(couponPage(mine.id))}>已经领了，去看券</QuietButton>;
  if (offer.refusal) return <QuietButton onTap={() => go(PAGES.home)}>看看别的福利</QuietButton>;
  const take = async (): Promise<void> => {
    setBusy(true);
    // Again gives the same one: a lost answer costs nothing.
    const answer = await call('member.claimLink', { token });
    setBusy(false);
    if (answer.ok) say('领到了，放在「我的优惠券」里。', 'good');
    else say(withNumber(answer.refusal), 'warn');
    await onTaken();
  };
  return (
    <TakeButton busy={busy} onTap={() => void take()}>
      {busy ? '正在领…' : '领一张'}
    </TakeButton>
  );
};
