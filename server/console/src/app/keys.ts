import { useEffect } from 'react';
import { useGo } from '../ui/use';
import { useSearch } from './Search';

const TYPES_INTO = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="dialog"]';

/** The first or the last row one could open, focused; `false` if the page has none. */
const toRow = (which: 'first' | 'last'): boolean => {
  const rows = document.querySelectorAll<HTMLElement>('#main tr.opens');
  const row = rows[which === 'first' ? 0 : rows.length - 1];
  row?.focus();
  return row !== undefined;
};

/** The first filter of the page, focused; `false` if the page has none. */
const toFilter = (): boolean => {
  const box = document.querySelector<HTMLInputElement>('#main .filters input:not([role="combobox"])');
  box?.focus();
  box?.select();
  return box !== null;
};

/** The place of the rail where one is, focused; `false` where there is no rail, on a phone. */
const toRail = (): boolean => {
  const rail = document.querySelector<HTMLElement>('.shell > .rail');
  if (!rail || rail.getClientRects().length === 0) return false;
  (rail.querySelector<HTMLElement>('.place.on') ?? rail.querySelector<HTMLElement>('.place'))?.focus();
  return true;
};

/** Whether a dialog or a drawer lies above the page; one that was closed may still stand in the document, unseen. */
const isCovered = (): boolean =>
  [...document.querySelectorAll('.ant-modal-wrap, .ant-drawer-open')].some(
    (one) => one.getClientRects().length > 0,
  );

/**
 * Keys of the whole console, while nobody is typing and nothing lies above the page: `g` to the rail, `j` into the list
 * and `k` to its end (in it they move, as the arrows do), `/` to the filter of the page or the search, `?` to the help, Esc out of a
 * filter.
 */
export const useKeys = (): void => {
  const go = useGo();
  const search = useSearch();
  useEffect(() => {
    const does = (key: string, at: HTMLElement | null): boolean => {
      if (key === 'j' || key === 'k')
        return !at?.closest('tr.opens') && toRow(key === 'j' ? 'first' : 'last');
      if (key === 'g') return toRail();
      if (key === '/' && !toFilter()) search.open();
      if (key === '?') go('/help');
      return key === '/' || key === '?';
    };
    const press = (event: KeyboardEvent): void => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (event.defaultPrevented || event.isComposing) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape' && at?.closest('.filters')) return at.blur();
      if (!at?.closest(TYPES_INTO) && !isCovered() && does(event.key, at)) event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [go, search]);
};
