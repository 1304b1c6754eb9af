import { Input, Modal } from 'antd';
import { ACTIVITY_STATE_NAMES } from '@kouyi/shared/types';
import {
  type KeyboardEvent,
  type ReactNode,
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { sentenceOf, useApi } from '../api';
import { useGo, useStill } from '../ui/use';
import { MORE_PLACES, PLACES } from './places';
import { useCan } from './session';

const keys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
const Opening = createContext<{ open: () => void; keys: string }>({ open: () => undefined, keys });
export const useSearch = () => useContext(Opening);

interface Hit {
  key: string;
  group: string;
  name: string;
  note: string;
  to: string;
}

const usePlaces = (text: string): Hit[] => {
  const can = useCan();
  return [...PLACES.flatMap(({ places }) => places), ...MORE_PLACES]
    .filter(({ right }) => right === undefined || can(right))
    .filter(
      ({ name, also }) => text === '' || `${name} ${also ?? ''}`.toLowerCase().includes(text.toLowerCase()),
    )
    .map(({ name, to }) => ({ key: `place:${to}`, group: '页面', name, note: '', to }));
};

const useHits = (text: string): { hits: Hit[]; isLooking: boolean; failure: unknown } => {
  const can = useCan();
  const places = usePlaces(text);
  const asks = text !== '';
  const input = { q: text, limit: 6 };
  const activities = useApi('activities', 'list', input, {
    enabled: asks && can('activities.read'),
    keep: true,
  });
  const groups = useApi('groups', 'list', input, { enabled: asks && can('groups.read'), keep: true });
  const people = useApi('people', 'list', input, { enabled: asks && can('people.read'), keep: true });
  const boxes = useApi('draws', 'list', input, { enabled: asks && can('draws.read'), keep: true });
  const coupons = useApi('coupons', 'list', input, { enabled: asks && can('coupons.read'), keep: true });
  const hits = useMemo(() => {
    if (!asks) return places;
    return [
      ...places.slice(0, 4),
      ...(activities.data?.items ?? []).map((one) => ({
        key: one.id,
        group: '活动',
        name: one.rule.title,
        note: ACTIVITY_STATE_NAMES[one.state],
        to: `/activities/${one.id}`,
      })),
      ...(groups.data?.items ?? []).map((one) => ({
        key: one.id,
        group: '群',
        name: one.name,
        note: `${one.memberCount} 人 · ${one.unitName}`,
        to: `/groups/${one.id}`,
      })),
      ...(boxes.data?.items ?? []).map((one) => ({
        key: one.id,
        group: '盲盒',
        name: one.design.name,
        note: `${one.design.prizes.length} 种奖`,
        to: `/boxes/${one.id}`,
      })),
      ...(coupons.data?.items ?? []).map((one) => ({
        key: one.id,
        group: '优惠券',
        name: one.rule.name,
        note: `发了 ${one.issued} 张`,
        to: `/coupons/${one.id}`,
      })),
      ...(people.data?.items ?? []).map((one) => ({
        key: one.id,
        group: '人',
        name: one.nickname,
        note: `${one.points} 积分`,
        to: `/people/${one.id}`,
      })),
    ];
  }, [asks, places, activities.data, groups.data, boxes.data, coupons.data, people.data]);
  const all = [activities, groups, people, boxes, coupons];
  return {
    hits,
    isLooking: all.some((one) => one.isFetching),
    failure: all.find((one) => one.error)?.error,
  };
};

const Finder = ({ onDone }: { onDone: () => void }) => {
  const go = useGo();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const asked = useStill(text.trim(), 180);
  const { hits, isLooking, failure } = useHits(asked);
  const isLate = isLooking || asked !== text.trim();
  const picked = Math.min(at, hits.length - 1);
  const take = (hit: Hit | undefined): void => {
    if (!hit) return;
    onDone();
    go(hit.to);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(picked + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(picked - 1, 0));
    else if (event.key === 'Enter') take(hits[picked]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Input
        autoFocus
        size="large"
        variant="filled"
        placeholder="找人、群、活动、盲盒、券，或去哪一页"
        aria-label="搜索"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div className="search-list" role="listbox" aria-label="搜到的">
        {hits.map((hit, i) => (
          <div key={hit.key}>
            {hits[i - 1]?.group !== hit.group && <p className="head">{hit.group}</p>}
            <button
              type="button"
              role="option"
              aria-selected={i === picked}
              className={i === picked ? 'on' : ''}
              onMouseMove={() => setAt(i)}
              onClick={() => take(hit)}
            >
              {hit.name}
              <small>{hit.note}</small>
            </button>
          </div>
        ))}
        {hits.length === 0 && (
          <p className="quiet" style={{ padding: 16 }}>
            {isLate ? '正在找…' : failure ? sentenceOf(failure) : `没找到「${text}」，换个词试试。`}
          </p>
        )}
      </div>
    </>
  );
};

/** The search over people, groups, activities, boxes, coupons and pages; Ctrl+K or ⌘K anywhere. */
export const Search = ({ children }: { children: ReactNode }) => {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setShown((before) => !before);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const opening = useMemo(() => ({ open: () => setShown(true), keys }), []);
  return (
    <Opening.Provider value={opening}>
      {children}
      <Modal
        open={shown}
        onCancel={() => setShown(false)}
        footer={null}
        closable={false}
        destroyOnHidden
        width={560}
      >
        <Finder onDone={() => setShown(false)} />
      </Modal>
    </Opening.Provider>
  );
};
