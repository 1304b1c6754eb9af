import { Drawer } from 'antd';
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { Bones } from '../ui/pieces';
import { useKeys } from './keys';
import { DOCK, PLACES, SHOP_DOCK, placeOf } from './places';
import { Rail } from './Rail';
import { Search, useSearch } from './Search';
import { useCan } from './session';
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

/** The bottom bar of a phone: the four pages one needs most, search, and the rest in a drawer. */
const Dock = () => {
  const can = useCan();
  const search = useSearch();
  const [open, setOpen] = useState(false);
  const place = useLocation();
  const here = placeOf(place.pathname);
  useEffect(() => setOpen(false), [place.pathname]);
  const places = PLACES.flatMap((part) => part.places).filter(({ right }) => !right || can(right));
  const inShop = can('redeem.use') && !can('activities.write');
  const first = (inShop ? SHOP_DOCK : DOCK).flatMap((to) => places.find((place) => place.to === to) ?? []);
  return (
    <>
      <nav className="dock" aria-label="底部导航">
        {first.map(({ name, to }) => (
          <Link
            key={to}
            to={to}
            {...(to === here ? { className: 'on', 'aria-current': 'page' as const } : {})}
          >
            {name}
          </Link>
        ))}
        <button type="button" onClick={search.open}>
          搜索
        </button>
        <button
          type="button"
          className={first.some(({ to }) => to === here) ? '' : 'on'}
          onClick={() => setOpen(true)}
        >
          更多
        </button>
      </nav>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="left"
        size={280}
        rootClassName="drawer-rail"
      >
        <Rail onGo={() => setOpen(false)} />
      </Drawer>
    </>
  );
};

/** Keys that work wherever nobody is typing. */
const Keys = () => {
  useKeys();
  return null;
};

/** The frame of every page for those who are signed in. */
export const Shell = () => (
  <Search>
    <Keys />
    <OfflineBanner />
    <div className="shell">
      <Rail />
      <main className="main" id="main">
        <Suspense fallback={<Bones lines={8} />}>
          <Outlet />
        </Suspense>
      </main>
      <Dock />
    </div>
    <ScrollRestoration />
  </Search>
);
