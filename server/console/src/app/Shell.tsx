import { Suspense, useSyncExternalStore } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { useEscape } from '../ui/escape';
import { Bones } from '../ui/Bones';
import { Dock } from './Dock';
import { useKeys } from './keys';
import { Needs } from './NoRight';
import { Rail } from './Rail';
import { Search } from './Search';
import './shell.scss';

const watchLine = (tell: () => void): (() => void) => {
  addEventListener('online', tell);
  addEventListener('offline', tell);
  return () => {
    removeEventListener('online', tell);
    removeEventListener('offline', tell);
  };
};

const OfflineBanner = () => {
  const online = useSyncExternalStore(watchLine, () => navigator.onLine);
  return online ? null : (
    <div className="offline" role="alert">
      网络断了。看到的是断网前的数据，连上后会自己更新。
    </div>
  );
};

/** Keys that work wherever nobody is typing. */
const Keys = () => {
  useKeys();
  useEscape();
  return null;
};

/** The frame of every page for those who are signed in. */
export const Shell = () => (
  <Search>
    <Keys />
    <OfflineBanner />
    <div className="shell">
      <Rail />
      <main className="main" id="main" tabIndex={-1}>
        <Suspense fallback={<Bones lines={8} />}>
          <Needs>
            <Outlet />
          </Needs>
        </Suspense>
      </main>
      <Dock />
    </div>
    <ScrollRestoration />
  </Search>
);
