import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useApi } from '../api';
import { Mark } from './Mark';
import { type Place, placeOf } from './places';
import { type Chosen, type Part, chosenOf, railParts, todoAt } from './rail-parts';
import { SelfMenu } from './SelfMenu';
import { useCan, useMe } from './session';

const KEPT = 'kouyi.rail';

/** Where one may go and what is to be done there, on this page; and how to fold a part, remembered on this machine. */
export const useRail = () => {
  const can = useCan();
  const { roles } = useMe();
  const { pathname } = useLocation();
  const [chosen, setChosen] = useState<Chosen>(() => chosenOf(localStorage.getItem(KEPT)));
  const today = useApi('insights', 'today', {}, { everyMs: 60_000 });
  const attention = today.data?.attention ?? [];
  const turn = (head: string, to: 'open' | 'folded'): void => {
    const next = { ...chosen, [head]: to };
    localStorage.setItem(KEPT, JSON.stringify(next));
    setChosen(next);
  };
  return {
    ...railParts({ can, roles: roles.map(({ role }) => role), pathname, chosen }),
    here: placeOf(pathname),
    todo: todoAt(attention).set(
      '/',
      attention.reduce((sum, { count }) => sum + count, 0),
    ),
    turn,
  };
};

type Todo = ReadonlyMap<string, number>;

/** So many things to do, beside the name of where; not a part of that name. */
const Badge = ({ of }: { of: number }) => (of > 0 ? <b aria-hidden>{of > 99 ? '99+' : of}</b> : null);

/** A description beside the name: the number itself is no part of what the place is called. */
const todoWords = (of: number) => (of > 0 ? { title: `${of} 件待办` } : {});

/** A place one can go to; of several links the one of the page on show says so. */
export const PlaceLink = ({
  place: { name, to },
  here,
  todo,
  onGo,
}: {
  place: Place;
  here: string | undefined;
  todo: Todo;
  onGo?: (() => void) | undefined;
}) => (
  <Link
    to={to}
    className={`place ${to === here ? 'on' : ''}`.trim()}
    {...(to === here ? { 'aria-current': 'page' as const } : {})}
    {...todoWords(todo.get(to) ?? 0)}
    {...(onGo ? { onClick: onGo } : {})}
  >
    {name}
    <Badge of={todo.get(to) ?? 0} />
  </Link>
);

/** ↑ and ↓ between the rows that are in sight, → opens a part and ← folds it, from inside it too. */
const move = (event: KeyboardEvent<HTMLElement>): void => {
  const at = event.target;
  if (!(at instanceof HTMLElement) || !at.matches('.place, .head')) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.place, .head')].filter(
    (row) => row.getClientRects().length > 0,
  );
  const head = at.closest('.part')?.querySelector<HTMLElement>('.head') ?? null;
  const opens = event.key === 'ArrowRight';
  if ((opens || event.key === 'ArrowLeft') && head) {
    if (head.getAttribute('aria-expanded') !== String(opens)) head.click();
    if (!opens) head.focus();
  } else {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(at) + step))]?.focus();
  }
  event.preventDefault();
};

const RailPart = ({
  part: { head, places, open, here: isHere },
  here,
  todo,
  turn,
}: {
  part: Part;
  here: string | undefined;
  todo: Todo;
  turn: (head: string, to: 'open' | 'folded') => void;
}) => {
  const inside = places.reduce((sum, { to }) => sum + (todo.get(to) ?? 0), 0);
  return (
    <div className="part">
      <button
        type="button"
        className="head"
        aria-expanded={open}
        // Where one is stays open: there is nothing to fold.
        aria-disabled={isHere}
        {...(open ? {} : todoWords(inside))}
        onClick={() => !isHere && turn(head, open ? 'folded' : 'open')}
      >
        {head}
        {!open && <Badge of={inside} />}
        {!isHere && <i aria-hidden />}
      </button>
      <div hidden={!open}>
        {places.map((place) => (
          <PlaceLink key={place.to} place={place} here={here} todo={todo} />
        ))}
      </div>
    </div>
  );
};

/**
 * The left rail: on top what one opens every day, below it everything else in parts that fold, in the business's words;
 * badges only for things to do.
 */
export const Rail = () => {
  const rail = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const { daily, parts, foot, here, todo, turn } = useRail();
  const { brandName } = useMe();
  // Whoever opened many parts has a rail longer than the window: where one is stays in sight.
  useEffect(() => rail.current?.querySelector('.place.on')?.scrollIntoView({ block: 'nearest' }), [pathname]);
  return (
    <nav className="rail" aria-label="主导航" ref={rail} onKeyDown={move}>
      <Link to="/" className="logo">
        <Mark />
        {brandName || '扣一'}
      </Link>
      {daily.map((place) => (
        <PlaceLink key={place.to} place={place} here={here} todo={todo} />
      ))}
      <div className="parts">
        {parts.map((part) => (
          <RailPart key={part.head} part={part} here={here} todo={todo} turn={turn} />
        ))}
      </div>
      <div className="self">
        {foot.map((place) => (
          <PlaceLink key={place.to} place={place} here={here} todo={todo} />
        ))}
        <SelfMenu />
      </div>
    </nav>
  );
};
