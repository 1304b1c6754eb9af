import { useEffect, type PropsWithChildren } from 'react';
import { onSession, session } from '@/api/session';
import { sendWaiting } from '@/api/taps';
import { onNetwork, watchNetwork } from '@/platform/network';
import { PAGES, pageInFront, restartAt } from '@/platform/navigate';
import { useDidShow } from '@/platform/page';
import { preloadLikelyPages } from '@/platform/preload';
import { watchPrivacy } from '@/platform/privacy';
import './app.scss';

/** Watches what concerns every page: the network, the session, WeChat's privacy question, taps that wait. */
const App = ({ children }: PropsWithChildren) => {
  useEffect(() => {
    watchNetwork();
    watchPrivacy();
    preloadLikelyPages();
    const stopNetwork = onNetwork((online) => {
      if (online) void sendWaiting();
    });
    const stopSession = onSession(() => {
      if (!session() && pageInFront() !== PAGES.signIn) restartAt(PAGES.signIn);
    });
    return () => {
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
