import { Button, Input } from 'antd';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { sentenceOf, useApi } from '../api';
import { useGo, useStill } from '../ui/use';
import { type Hit, hitsOf, underHeads } from './found';
import { MORE_PLACES, PLACES } from './places';
import { openedBefore, rememberOpened } from './recent';
import { useCan, useMe } from './session';

const PLACES_BESIDE = 4;
const EACH = 5;
const BEFORE = '最近打开';

const usePlaces = (text: string): Hit[] => {
  const can = useCan();
  const wanted = text.toLowerCase();
  return [...PLACES, { head: '更多', places: MORE_PLACES }].flatMap(({ head, places }) =>
    places
      .filter(({ right }) => right === undefined || can(right))
      .filter(({ name, also }) => `${name} ${also ?? ''}`.toLowerCase().includes(wanted))
      .map(({ name, to }) => ({
        key: `place:${to}`,
        // Found by a word, pages stand together; the whole list keeps the parts of the rail.
        group: text === '' ? (head ?? '页面') : '页面',
        name,
        note: '',
        to,
      })),
  );
};

const useHits = (text: string, asked: string) => {
  const me = useMe();
  const places = usePlaces(text);
  const found = useApi('search', 'find', { q: asked, limit: EACH }, { enabled: asked !== '', keep: true });
  const [before] = useState(() => openedBefore(me.id));
  const recent = before.map((one) => ({
    ...one,
    key: `before:${one.to}`,
    group: BEFORE,
    note: one.kind,
  }));
  const heads = underHeads(
    text === ''
      ? [...recent, ...places]
      : [...places.slice(0, PLACES_BESIDE), ...hitsOf(found.data?.found ?? [], asked)],
  );
  return { heads, hits: heads.flatMap(([, hits]) => hits), found };
};

/** The box one types into and what is found, in one list that ↑ ↓ and Enter go through. */
export const Finder = ({ onDone }: { onDone: () => void }) => {
  const go = useGo();
  const me = useMe();
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [wanted, setWanted] = useState(false);
  const text = typed.trim();
  const asked = useStill(text, 180);
  const { heads, hits, found } = useHits(text, asked);
  const isLate = text !== '' && (asked !== text || found.isFetching);
  const picked = Math.min(at, hits.length - 1);
  const take = (hit: Hit | undefined): void => {
    if (!hit) return;
    rememberOpened(me.id, { kind: hit.group === BEFORE ? hit.note : hit.group, ...hit });
    onDone();
    go(hit.to);
  };
  useEffect(() => {
    // Entered before the answer was there: it is taken when it comes, never the answer to what was typed before.
    if (!wanted || isLate) return;
    setWanted(false);
    take(hits[0]);
  });
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [picked, asked]);
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(picked + 1 < hits.length ? picked + 1 : 0);
    else if (event.key === 'ArrowUp') setAt(picked > 0 ? picked - 1 : Math.max(0, hits.length - 1));
    else if (event.key === 'Enter' && isLate && at === 0) setWanted(true);
    else if (event.key === 'Enter') take(hits[picked]);
    else return;
    event.preventDefault();
  };
  const optionId = (index: number): string => `${id}-${index}`;
  const failure = found.error !== null && !found.isFetching;
  return (
    <>
      <Input
        autoFocus
        size="large"
        variant="filled"
        placeholder="找人、群、活动、订单号、标签、素材…，或去哪一页"
        aria-label="搜索"
        aria-controls={`${id}-list`}
        {...(hits.length > 0 ? { 'aria-activedescendant': optionId(picked) } : {})}
        value={typed}
        maxLength={60}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setWanted(false);
        }}
        onKeyDown={press}
      />
      <div
        className={`search-list ${isLate ? 'late' : ''}`.trim()}
        role="listbox"
        aria-label="搜到的"
        aria-busy={isLate}
        id={`${id}-list`}
        ref={list}
      >
        {heads.map(([group, ofGroup]) => (
          <div key={group} role="group" aria-label={group}>
            <p className="head" aria-hidden>
              {group}
            </p>
            {ofGroup.map((hit) => {
              const index = hits.indexOf(hit);
              return (
                <button
                  key={hit.key}
                  type="button"
                  role="option"
                  tabIndex={-1}
                  id={optionId(index)}
                  aria-selected={index === picked}
                  className={index === picked ? 'on' : ''}
                  onMouseMove={() => setAt(index)}
                  onClick={() => take(hit)}
                >
                  <span>{hit.name}</span>
                  <small>{hit.note}</small>
                </button>
              );
            })}
          </div>
        ))}
      </div>
      <div className="search-foot" role="status">
        {isLate && hits.length === 0 && '正在找…'}
        {!isLate &&
          !failure &&
          hits.length === 0 &&
          `没找到「${text}」。换个词，或者少打几个字；订单要打完整的单号。`}
        {failure && (
          <>
            {sentenceOf(found.error)}
            <Button type="link" size="small" onClick={() => void found.refetch()}>
              再找一次
            </Button>
          </>
        )}
      </div>
      <p className="search-keys" aria-hidden>
        <kbd className="kbd">↑</kbd> <kbd className="kbd">↓</kbd> 选 <kbd className="kbd">Enter</kbd> 打开{' '}
        <kbd className="kbd">Esc</kbd> 关掉
      </p>
    </>
  );
};
