import { useEffect, type PropsWithChildren } from 'react';
import { onSession, session } from '@/api/session';
import type { Answer } from '@/api/refusal';
import { onSent, sendWaiting, type SentTap, type WishAnswers } from '@/api/taps';
import { tellDraw } from '@/cards/tell-draw';
import { tellGift } from '@/cards/tell-gift';
import { onNetwork, watchNetwork } from '@/platform/network';
import { PAGES, pageInFront, restartAt } from '@/platform/navigate';
import { keepOwnPlaces, useDidShow } from '@/platform/page';
import { preloadLikelyPages } from '@/platform/preload';
import { watchPrivacy } from '@/platform/privacy';
import './app.scss';

/** What a tap brought after all, to who has gone on to another page; the page of the tap shows it itself. */
const tellLate = ({ tap, answer }: SentTap): void => {
  const { kind } = tap.wish;
  if (kind === 'give' && pageInFront() !== PAGES.give) tellGift(answer as Answer<WishAnswers['give']>);
  if (kind === 'draw' && pageInFront() !== PAGES.box) tellDraw(answer as Answer<WishAnswers['draw']>);
};

/** Watches what concerns every page: the network, the session, WeChat's privacy question, taps that wait. */
const App = ({ children }: PropsWithChildren) => {
  useEffect(() => {
    watchNetwork();
    keepOwnPlaces();
    watchPrivacy();
    preloadLikelyPages();
    const stopNetwork = onNetwork((online) => {
      if (online) void sendWaiting();
    });
    const stopSession = onSession(() => {
      if (!session() && pageInFront() !== PAGES.signIn) restartAt(PAGES.signIn);
    });
    const stopSent = onSent(tellLate);
    return () => {
      stopSent();
      stopNetwork();
      stopSession();
    };
  }, []);
  useDidShow(() => {
    if (session()) void sendWaiting();
  });
  return children;
};

export default App;
