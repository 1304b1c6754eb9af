import type { KeyboardEvent } from 'react';
import '../live/live.scss';
import { useOneOf } from './use';

interface Tab<T> {
  key: T;
  name: string;
}

/** Which part of a page is open, as it stands in the address: the first, unless it names another. */
export const useTab = <T extends string>(tabs: readonly Tab<T>[]): [T, (key: T) => void] =>
  useOneOf(
    'tab',
    tabs.map(({ key }) => key),
  );

/** Parts of one page; ← and → move between them. */
export const Tabs = <T extends string>({
  tabs,
  at,
  onGo,
  label,
}: {
  tabs: readonly Tab<T>[];
  at: T;
  onGo: (key: T) => void;
  label: string;
}) => {
  const press = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const index = tabs.findIndex(({ key }) => key === at);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    const beside =
      event.currentTarget.parentElement?.children[tabs.findIndex(({ key }) => key === next?.key)];
    if (next) onGo(next.key);
    if (beside instanceof HTMLElement) beside.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {tabs.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          role="tab"
          aria-selected={key === at}
          tabIndex={key === at ? 0 : -1}
          onClick={() => onGo(key)}
          onKeyDown={press}
        >
          {name}
        </button>
      ))}
    </div>
  );
};
