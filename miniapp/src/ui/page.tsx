import { type ReactNode, useEffect, useState } from 'react';
import { isOnline, onNetwork } from '@/platform/network';
import { leftTaps, onTaps, sendWaiting } from '@/api/taps';
import { session } from '@/api/session';
import { goBack, PAGES, rememberPlace, restartAt } from '@/platform/navigate';
import { wantsCalm } from '@/platform/motion';
import { setTitle, useDidShow } from '@/platform/page';
import { onPull, pullNow } from '@/platform/pull';
import { Box, Heading, Tap, Words } from './elements';
import { lineNow, onLine } from './line';
import { PrivacySheet } from './privacy-sheet';
import { TabBar, type TabName } from './tab-bar';
import { useWatched } from './use-watched';
import './page.scss';

interface Props {
  title: string;
  /** The tab this page is; other pages get a way back. */
  tab?: TabName;
  /** The page writes its own first line (home, sign-in). */
  ownHead?: boolean;
  /** Can be read by anybody; all other pages lead to the sign-in page while nobody is signed in. */
  open?: boolean;
  /** Stays at the foot of the screen: the one thing to do here. */
  foot?: ReactNode;
  children: ReactNode;
}

/** 1 个「1」、1 次开盒还没送到; '' when nothing waits. */
const waitingWords = (): string => {
  const kinds = leftTaps().map(({ wish }) => wish.kind);
  const ones = kinds.filter((kind) => kind === 'join').length;
  const draws = kinds.filter((kind) => kind === 'draw').length;
  const gifts = kinds.filter((kind) => kind === 'give').length;
  const chances = kinds.length - ones - draws - gifts;
  const parts = [
    ones > 0 ? `${ones} 个「1」` : '',
    draws > 0 ? `${draws} 次开盒` : '',
    chances > 0 ? `${chances} 次换机会` : '',
    gifts > 0 ? `${gifts} 份心意` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? `${parts.join('、')}还没送出` : '';
};

/** The frame of every page: its first line, what concerns the network, the messages of the moment, the tabs. */
export const Page = ({ title, tab, ownHead, open, foot, children }: Props) => {
  const online = useWatched(onNetwork, isOnline);
  const waiting = useWatched(onTaps, waitingWords);
  const line = useWatched(onLine, lineNow);
  const pull = useWatched(onPull, pullNow);
  const [calm, setCalm] = useState(wantsCalm);
  useDidShow(() => {
    if (!open && !session()) {
      rememberPlace();
      restartAt(PAGES.signIn);
    }
    setCalm(wantsCalm());
    setTitle(title);
  });
  useEffect(() => setTitle(title), [title]);
  const className = [
    'page',
    calm ? 'calm' : '',
    tab ? 'page-tab' : '',
    foot ? 'page-with-foot' : '',
    online && !waiting ? '' : 'page-with-news',
    process.env.TARO_ENV === 'h5' ? 'page-h5' : '',
  ].join(' ');
  return (
    <Box className={className}>
      {ownHead || process.env.TARO_ENV !== 'h5' ? null : <Head title={title} back={!tab} />}
      {process.env.TARO_ENV === 'h5' && pull !== 'none' ? (
        <Box className="page-pull" role="status">
          {pull === 'far' ? '松手就刷新' : '正在刷新…'}
        </Box>
      ) : null}
      <Box className="page-body" role="main">
        {children}
      </Box>
      {/* Below, over what it concerns: whatever comes and goes with the network moves nothing under the finger. */}
      <Box className="page-bottom">
        {!online && !waiting ? (
          <Box className="page-offline" role="status">
            现在没有网络，看到的是手机里存着的。扣 1、开盒会先记下，连上就送出。
          </Box>
        ) : null}
        {waiting ? (
          <Tap className="page-waiting" onTap={() => void sendWaiting()}>
            {`${waiting}，联网后自动送出。点这里马上再试。`}
          </Tap>
        ) : null}
        {foot ? <Box className="page-foot">{foot}</Box> : null}
      </Box>
      <Box className="page-line" live>
        {line ? (
          <Box key={line.id} className={`line line-${line.tone} moves`}>
            {line.text}
          </Box>
        ) : null}
      </Box>
      <PrivacySheet />
      {tab ? <TabBar here={tab} /> : null}
    </Box>
  );
};

const Head = ({ title, back }: { title: string; back: boolean }) => (
  <Box className="page-head">
    {back ? (
      <Tap className="page-back" onTap={goBack} label="返回">
        ‹
      </Tap>
    ) : null}
    <Heading level={1} className="page-title">
      <Words>{title}</Words>
    </Heading>
  </Box>
);
