import { useEffect } from 'react';

/** What lies above the page and is closed by Escape: drawers and dialogs of the kit that stand open. */
const LAYERS = '.ant-drawer-open, .ant-modal-wrap';
/** Smaller things that open above everything; Escape is theirs first. */
const POPUPS = ['select-dropdown', 'picker-dropdown', 'dropdown', 'popover', 'cascader-dropdown']
  .map((name) => `.ant-${name}:not(.ant-${name}-hidden)`)
  .join(', ');
/** The kit has answered by then, if it answers at all. */
const ANSWERED_MS = 60;

const isShown = (one: Element): boolean => one.getClientRects().length > 0;
/** On its way out: still to be seen, already closed. */
const isLeaving = (one: Element): boolean => one.querySelector('[class*="-leave"]') !== null;
const isOpen = (one: Element): boolean =>
  one.isConnected && one.matches(LAYERS) && isShown(one) && !isLeaving(one);

const zOf = (one: Element): number =>
  Math.max(
    0,
    ...[one, ...one.querySelectorAll(':scope > *')].map((each) => Number(getComputedStyle(each).zIndex) || 0),
  );

/** The uppermost of what stands open; `undefined` when the page itself is on top. */
const topLayer = (): Element | undefined =>
  [...document.querySelectorAll(LAYERS)].filter(isOpen).reduce<Element | undefined>(
    // Of two at the same height the later one lies above.
    (top, one) => (top === undefined || zOf(one) >= zOf(top) ? one : top),
    undefined,
  );

const closeOf = (layer: Element): HTMLElement | null =>
  layer.querySelector<HTMLElement>('.ant-drawer-close, .ant-modal-close');

/** Closed layers are gone by then. */
const GONE_MS = 350;

/** Whoever closed something goes on where they were in the page, or at its beginning when that is not there any more. */
const goOn = (from: HTMLElement | undefined): void => {
  if (document.activeElement !== document.body || topLayer()) return;
  const main = document.getElementById('main');
  (from?.isConnected && isShown(from) ? from : main)?.focus({ preventScroll: true });
};

/**
 * Escape closes what lies on top, always. The kit does it by a list of its own, in which a dialog that was just closed
 * may still stand first and swallow the key: whoever approves something in a drawer then finds it shut only by the
 * mouse. What is still open after the kit had its turn is closed by its own ×; and who closed it goes on where they
 * were, also when the kit has lost the place.
 */
export const useEscape = (): void => {
  useEffect(() => {
    let from: HTMLElement | undefined;
    const due = new Set<number>();
    const remember = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && target.closest('#main')) from = target;
    };
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      const layer = topLayer();
      if (!layer || [...document.querySelectorAll(POPUPS)].some(isShown)) return;
      const turn = window.setTimeout(() => {
        due.delete(turn);
        if (isOpen(layer) && layer === topLayer()) closeOf(layer)?.click();
        setTimeout(() => goOn(from), GONE_MS);
      }, ANSWERED_MS);
      due.add(turn);
    };
    // What is open after that may have been opened anew: the hand has gone on, and nothing is closed under it.
    const goesOn = (): void => {
      due.forEach((turn) => clearTimeout(turn));
      due.clear();
    };
    addEventListener('focusin', remember);
    // Before the kit, which keeps the key to itself once it has used it.
    addEventListener('keydown', press, true);
    addEventListener('pointerdown', goesOn, true);
    return () => {
      goesOn();
      removeEventListener('focusin', remember);
      removeEventListener('keydown', press, true);
      removeEventListener('pointerdown', goesOn, true);
    };
  }, []);
};
