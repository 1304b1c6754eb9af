import { type ReactNode, useEffect, useState } from 'react';
import { session } from '@/api/session';
import { goBack, PAGES, rememberPlace, restartAt } from '@/platform/navigate';
import { wantsCalm } from '@/platform/motion';
import { setTitle, useDidShow, useKeptPlace } from '@/platform/page';
import { onPull, pullNow } from '@/platform/pull';
import { Box, Heading, Tap, Words } from './elements';
import { lineNow, onLine } from './line';
import { useNews } from './news';
import { PrivacySheet } from './privacy-sheet';
import { StaleTold, useStaleParts } from './stale';
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

/** The frame of every page: its first line, what concerns the network, the messages of the moment, the tabs. */
export const Page = ({ title, tab, ownHead, open, foot, children }: Props) => {
  const { parts, tell } = useStaleParts();
  const news = useNews(parts);
  const line = useWatched(onLine, lineNow);
  const pull = useWatched(onPull, pullNow);
  const [calm, setCalm] = useState(wantsCalm);
  useKeptPlace();
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
    news ? 'page-with-news' : '',
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
        <StaleTold value={tell}>{children}</StaleTold>
      </Box>
      {/* Below, over what it concerns: whatever comes and goes with the network moves nothing under the finger. */}
      <Box className="page-bottom">
        {news?.onTap ? (
          <Tap className="page-news" onTap={news.onTap}>
            {news.words}
          </Tap>
        ) : news ? (
          <Box className="page-news" role="status">
            {news.words}
          </Box>
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
