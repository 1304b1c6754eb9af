import { Dropdown } from 'antd';
import { ROLE_NAMES } from '@kouyi/shared/types';
import { Link, useLocation } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useApi, useSend } from '../api';
import { initial } from '../ui/Said';
import { useGo } from '../ui/use';
import { Mark } from './Mark';
import { PasswordBox } from './PasswordBox';
import { PLACES, placeOf } from './places';
import { rememberSignedIn, useCan, useMe } from './session';
import { useLook } from './look';

const FOLDED = 'kouyi.rail.folded';

/** Which parts of the rail are folded away, remembered on this machine. */
const useFolded = (): [string[], (head: string) => void] => {
  const [folded, setFolded] = useState(() => (localStorage.getItem(FOLDED) ?? '').split(' ').filter(Boolean));
  const turn = (head: string): void => {
    const next = folded.includes(head) ? folded.filter((one) => one !== head) : [...folded, head];
    localStorage.setItem(FOLDED, next.join(' '));
    setFolded(next);
  };
  return [folded, turn];
};

/** The left rail: where one can go, in the business's words, with badges only for things to do. */
export const Rail = ({ onGo }: { onGo?: () => void }) => {
  const rail = useRef<HTMLElement>(null);
  const [folded, turn] = useFolded();
  const { pathname } = useLocation();
  const here = placeOf(pathname);
  // The menu may be longer than the window: where one is stays in sight.
  useEffect(() => rail.current?.querySelector('.place.on')?.scrollIntoView({ block: 'nearest' }), [pathname]);
  const can = useCan();
  const { brandName } = useMe();
  const today = useApi('insights', 'today', {}, { everyMs: 60_000 });
  const todo = today.data?.attention.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <nav className="rail" aria-label="主导航" ref={rail}>
      <Link to="/" className="logo" {...(onGo ? { onClick: onGo } : {})}>
        <Mark />
        {brandName || '扣一'}
      </Link>
      {PLACES.map(({ head, places }) => {
        const open = places.filter(({ right }) => right === undefined || can(right));
        if (open.length === 0) return null;
        const away = head !== undefined && folded.includes(head);
        return (
          <div key={head ?? 'day'}>
            {head !== undefined && (
              <button type="button" className="head" aria-expanded={!away} onClick={() => turn(head)}>
                {head}
                <i aria-hidden>{away ? '展开' : '收起'}</i>
              </button>
            )}
            {!away &&
              open.map(({ name, to }) => (
                <Link
                  key={to}
                  to={to}
                  className={`place ${to === here ? 'on' : ''}`}
                  {...(to === here ? { 'aria-current': 'page' as const } : {})}
                  {...(onGo ? { onClick: onGo } : {})}
                >
                  {name}
                  {to === '/' && todo > 0 && <b aria-label={`${todo} 件待办`}>{todo}</b>}
                </Link>
              ))}
          </div>
        );
      })}
      <div className="self">
        <SelfMenu />
      </div>
    </nav>
  );
};

const SelfMenu = () => {
  const me = useMe();
  const client = useQueryClient();
  const go = useGo();
  const { choice, choose } = useLook();
  const [changing, setChanging] = useState(false);
  const signOut = useSend('staffSession', 'signOut', {
    then: () => {
      rememberSignedIn(false);
      client.clear();
      go('/sign-in');
    },
  });
  const role = me.roles[0];
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          selectable: true,
          selectedKeys: [choice],
          items: [
            { key: 'auto', label: '跟随系统明暗', onClick: () => choose('auto') },
            { key: 'light', label: '浅色', onClick: () => choose('light') },
            { key: 'dark', label: '深色', onClick: () => choose('dark') },
            { type: 'divider' },
            { key: 'password', label: '改密码', onClick: () => setChanging(true) },
            { key: 'out', label: '退出登录', onClick: () => signOut.mutate({}) },
          ],
        }}
      >
        <button type="button" className="self-button">
          <span className="who" aria-hidden>
            {initial(me.name)}
          </span>
          <span>
            {me.name}
            {role && (
              <small>
                {ROLE_NAMES[role.role]} · {role.unitName}
              </small>
            )}
          </span>
        </button>
      </Dropdown>
      <PasswordBox open={changing} onClose={() => setChanging(false)} />
    </>
  );
};
