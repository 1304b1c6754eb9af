import { Drawer } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { PlaceLink, useRail } from './Rail';
import { useSearch } from './Search';
import { SelfMenu } from './SelfMenu';
import { useMe } from './session';

/** So many places stand in the bottom bar, beside the search and the way to all others. */
const IN_BAR = 4;

/**
 * The bottom bar of a phone: the pages one needs most, the search, and a sheet under the thumb with every place there
 * is, two in a row and nothing folded.
 */
export const Dock = () => {
  const search = useSearch();
  const { brandName } = useMe();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const { daily, parts, foot, here, todo } = useRail();
  useEffect(() => setOpen(false), [pathname]);
  const close = (): void => setOpen(false);
  const bar = daily.slice(0, IN_BAR);
  const grid = [{ head: '每天用的', places: daily }, ...parts];
  return (
    <>
      <nav className="dock" aria-label="底部导航">
        {bar.map(({ name, to }) => (
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
          aria-haspopup="dialog"
          className={bar.some(({ to }) => to === here) ? '' : 'on'}
          onClick={() => setOpen(true)}
        >
          更多
        </button>
      </nav>
      <Drawer
        open={open}
        onClose={close}
        placement="bottom"
        size="88%"
        title={brandName || '扣一'}
        rootClassName="all-places"
      >
        <nav aria-label="主导航">
          {grid.map(({ head, places }) => (
            <section key={head}>
              <h2>{head}</h2>
              <div className="grid">
                {places.map((place) => (
                  <PlaceLink key={place.to} place={place} here={here} todo={todo} onGo={close} />
                ))}
              </div>
            </section>
          ))}
          <div className="foot">
            {foot.map((place) => (
              <PlaceLink key={place.to} place={place} here={here} todo={todo} onGo={close} />
            ))}
          </div>
        </nav>
        <SelfMenu />
      </Drawer>
    </>
  );
};
