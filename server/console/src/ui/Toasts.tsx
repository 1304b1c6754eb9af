import { App } from 'antd';
import AppContext from 'antd/es/app/context';
import type { MessageInstance, TypeOpen } from 'antd/es/message/interface';
import {
  type ReactNode,
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type Box, bestSpot } from './spot';
import './toasts.scss';

/** What is said in passing: that something is done, with a way back where there is one, or what stood in the way. */
interface Toast {
  key: string;
  content: ReactNode;
  tone: 'info' | 'warning';
  undo?: (() => void) | undefined;
}

type Show = (toast: Omit<Toast, 'key'> & { key?: string }) => string;

const Showing = createContext<Show>(() => '');

/** Shows a toast; answers its key. */
export const useToast = (): Show => useContext(Showing);

const MOST = 3;
const READ_MS = 4_000;
const READ_LETTER_MS = 60;
const THINK_MS = 8_000;

/** So long it stays: to read it, and longer where one has to decide. Hovering, keyboard and other windows stop the time. */
const staysMs = ({ content, tone, undo }: Toast): number => {
  const letters = typeof content === 'string' ? content.length : 20;
  return Math.max(undo || tone === 'warning' ? THINK_MS : READ_MS, READ_MS / 2 + letters * READ_LETTER_MS);
};

const PRESSED =
  'a[href], button, input, textarea, select, summary, [role="tab"], [role="option"], [role="switch"]';
const LOOK_MS = 250;

/** Where the mouse rests: the next press is likely there, and what comes to lie under it was not asked for. */
const pointer = { x: -1, y: -1 };
addEventListener(
  'pointermove',
  ({ pointerType, clientX, clientY }) => {
    if (pointerType === 'mouse') Object.assign(pointer, { x: clientX, y: clientY });
  },
  { passive: true, capture: true },
);

const hasPointer = ({ left, top, width, height }: Box): boolean =>
  pointer.x >= left && pointer.x <= left + width && pointer.y >= top && pointer.y <= top + height;

/**
 * How much it hurts to cover a point: most in a place where the mouse rests, much where something is pressed, a little
 * in a row that can be opened anywhere.
 */
const weightAt = (x: number, y: number, spot: Box): number => {
  if (hasPointer(spot)) return 100;
  const under = document.elementsFromPoint(x, y).find((one) => !one.closest('.toasts'));
  if (!under) return 0;
  if (under.closest(PRESSED)) return 10;
  return under.closest('tr.opens, .dock, .page-head.keeps .acts') ? 1 : 0;
};

/** Where the stack may stand, the best liked first: beside the rail, above a phone's bottom bar. */
const spotsOf = ({ offsetWidth: width, offsetHeight: height }: HTMLElement): Box[] => {
  const boxOf = (what: string): DOMRect | undefined => document.querySelector(what)?.getBoundingClientRect();
  const rail = boxOf('.shell > .rail')?.width ?? 0;
  const dock = boxOf('.dock')?.height ?? 0;
  const aside = dock > 0 ? 12 : 24;
  const middle = (rail + innerWidth - width) / 2;
  const low = innerHeight - dock - height - (dock > 0 ? 12 : 20);
  return [
    { left: middle, top: low },
    { left: rail + aside, top: low },
    { left: innerWidth - width - aside, top: low },
    { left: middle, top: low - 100 },
    { left: middle, top: low - 200 },
    { left: middle, top: 14 },
  ].map(({ left, top }) => ({ left: Math.round(left), top: Math.round(top), width, height }));
};

/** Puts the stack where it covers nothing that one may press next; while somebody is at it, it stays where it is. */
const settle = (stack: HTMLElement, held: boolean): void => {
  const spots = spotsOf(stack);
  const present = stack.dataset['spot'] === undefined ? undefined : Number(stack.dataset['spot']);
  const best = held && present !== undefined ? present : bestSpot(spots, weightAt, present);
  stack.dataset['spot'] = String(best);
  // Moved by a transform: nothing else on the page is laid out anew for it.
  stack.style.transform = `translate(${spots[best]?.left ?? 0}px, ${spots[best]?.top ?? 0}px)`;
};

const One = ({ toast, paused, close }: { toast: Toast; paused: boolean; close: () => void }) => {
  const leftMs = useRef(staysMs(toast));
  useEffect(() => {
    if (paused) return;
    const from = Date.now();
    const timer = setTimeout(close, leftMs.current);
    return () => {
      clearTimeout(timer);
      // Whoever looked away in the last moment still has time to find their way back.
      leftMs.current = Math.max(1_000, leftMs.current - (Date.now() - from));
    };
  }, [paused, close]);
  const { content, tone, undo } = toast;
  return (
    <div className={`toast ${tone}`} {...(tone === 'warning' ? { role: 'alert' } : {})}>
      <span>{content}</span>
      {undo && (
        <button
          type="button"
          aria-keyshortcuts="Control+Z Meta+Z"
          onClick={() => {
            close();
            undo();
          }}
        >
          撤销
        </button>
      )}
      <button type="button" className="close" aria-label="知道了，收起" onClick={close}>
        ×
      </button>
    </div>
  );
};

const TYPES = 'input, textarea, select, [contenteditable="true"]';

const Stack = ({ toasts, close }: { toasts: Toast[]; close: (key: string) => void }) => {
  const stack = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<Element | null>(null);
  // Held by a mouse that moves on it; one that lay where it appeared, or lies still on it, holds nothing.
  const [hovered, setHovered] = useState(false);
  // Known at once: before the page is drawn anew, it would still flee from the hand that has just come.
  const holding = useRef<ReturnType<typeof setTimeout>>(undefined);
  const letGo = (): void => {
    clearTimeout(holding.current);
    holding.current = undefined;
    setHovered(false);
  };
  const hold = (): void => {
    clearTimeout(holding.current);
    holding.current = setTimeout(letGo, THINK_MS);
    setHovered(true);
  };
  const [focused, setFocused] = useState(false);
  const [hidden, setHidden] = useState(document.hidden);
  const any = toasts.length > 0;
  useEffect(() => {
    const look = (): void => setHidden(document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  const held = hovered || focused;
  useLayoutEffect(() => {
    if (any && stack.current) settle(stack.current, held || holding.current !== undefined);
    if (any) return;
    letGo();
    setFocused(false);
    delete stack.current?.dataset['spot'];
  }, [toasts, any, held]);
  useEffect(() => {
    if (!any) return;
    // What lies below comes and goes: a dialog opens, a list is moved.
    const timer = setInterval(() => {
      if (stack.current) settle(stack.current, held || holding.current !== undefined);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [any, held]);
  useEffect(() => {
    const latest = toasts.findLast(({ undo }) => undo);
    if (!latest) return;
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest(TYPES)) return;
      event.preventDefault();
      close(latest.key);
      latest.undo?.();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [toasts, close]);
  const closeFrom = (key: string): void => {
    const inside = stack.current?.contains(document.activeElement);
    close(key);
    if (inside && cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
  };
  return (
    <section className="toasts" aria-label="提示">
      <div
        className="toast-stack"
        ref={stack}
        aria-live="polite"
        aria-relevant="additions"
        onMouseMove={hold}
        onMouseLeave={letGo}
        onFocus={({ relatedTarget, currentTarget }) => {
          if (!currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget;
          setFocused(true);
        }}
        onBlur={({ relatedTarget, currentTarget }) => setFocused(currentTarget.contains(relatedTarget))}
        onKeyDown={(event) => {
          const last = toasts.at(-1);
          if (event.key !== 'Escape' || !last) return;
          event.stopPropagation();
          closeFrom(last.key);
        }}
      >
        {toasts.map((toast) => (
          <Timed key={toast.key} toast={toast} paused={held || hidden} closeFrom={closeFrom} />
        ))}
      </div>
    </section>
  );
};

/** One toast with a `close` that stays the same, so that its time runs on while others come and go. */
const Timed = ({
  toast,
  paused,
  closeFrom,
}: {
  toast: Toast;
  paused: boolean;
  closeFrom: (key: string) => void;
}) => {
  const latest = useRef(closeFrom);
  useEffect(() => {
    latest.current = closeFrom;
  });
  const close = useCallback(() => latest.current(toast.key), [toast.key]);
  return <One toast={toast} paused={paused} close={close} />;
};

/** The kit's own way to say something, said by these toasts. */
const saying = (show: Show, close: (key?: string) => void): MessageInstance => {
  const closing = (key: string) => {
    const end = () => close(key);
    // The kit lets one wait until it is gone; nobody does.
    const then: PromiseLike<boolean>['then'] = (...args) => Promise.resolve(true).then(...args);
    return Object.assign(end, { then });
  };
  const as =
    (tone: Toast['tone']): TypeOpen =>
    (said) => {
      const it =
        typeof said === 'object' && said !== null && 'content' in said
          ? { content: said.content, ...(said.key === undefined ? {} : { key: String(said.key) }) }
          : { content: said };
      return closing(show({ ...it, tone }));
    };
  return {
    info: as('info'),
    success: as('info'),
    loading: as('info'),
    warning: as('warning'),
    error: as('warning'),
    open: ({ content, type }) =>
      closing(show({ content, tone: type === 'warning' || type === 'error' ? 'warning' : 'info' })),
    destroy: (key) => close(key === undefined ? undefined : String(key)),
  };
};

let shown = 0;

/**
 * What is said in passing, for the whole console: it stands where it covers nothing one may press next, waits while one
 * reads or points at it, can be sent away, and is undone by Ctrl+Z too. Everything said by the kit's `message` is said
 * here.
 */
export const Toasts = ({ children }: { children: ReactNode }) => {
  const app = App.useApp();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const close = useCallback(
    (key?: string) => setToasts((all) => (key === undefined ? [] : all.filter((one) => one.key !== key))),
    [],
  );
  const show: Show = useCallback((toast) => {
    const key = toast.key ?? `toast-${(shown += 1)}`;
    setToasts((all) => [
      // The same said twice is said once, and its time begins anew.
      ...all.filter((one) => one.key !== key && one.content !== toast.content).slice(1 - MOST),
      { ...toast, key },
    ]);
    return key;
  }, []);
  const kit = useMemo(() => ({ ...app, message: saying(show, close) }), [app, show, close]);
  return (
    <AppContext.Provider value={kit}>
      <Showing.Provider value={show}>
        {children}
        <Stack toasts={toasts} close={close} />
      </Showing.Provider>
    </AppContext.Provider>
  );
};
