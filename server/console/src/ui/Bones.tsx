import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import './ui.scss';

const Shape = ({ lines }: { lines: number }) => (
  <div className="bones" role="status" aria-label="正在读取">
    {Array.from({ length: lines }, (_, i) => (
      <i key={i} />
    ))}
  </div>
);

/** Tells the `Together` around it that something is still coming, until what it answers is called. */
const Coming = createContext<() => () => void>(() => () => undefined);

/** The shape of what is coming. */
export const Bones = ({ lines = 5 }: { lines?: number }) => {
  const comes = useContext(Coming);
  useLayoutEffect(comes, [comes]);
  return <Shape lines={lines} />;
};

/** After so long what is there is shown, though it will be pushed about by what is not. */
const TOGETHER_MS = 4_000;

/**
 * Cards that each read for themselves, shown at once when the last of them has come (or after four seconds): one by
 * one, each would push the others from under the eyes that have begun to read them. What comes later, when a filter
 * changes say, shows its own bones in its place.
 */
export const Together = ({ children }: { children: ReactNode }) => {
  const [shown, setShown] = useState(false);
  const coming = useRef(0);
  const seen = useCallback(() => {
    // What came may hold what comes now: it is counted in the same turn.
    queueMicrotask(() => coming.current === 0 && setShown(true));
  }, []);
  const comes = useCallback(() => {
    coming.current += 1;
    return () => {
      coming.current -= 1;
      seen();
    };
  }, [seen]);
  useLayoutEffect(seen, [seen]);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), TOGETHER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Coming.Provider value={comes}>
      {!shown && <Shape lines={10} />}
      <div className={shown ? undefined : 'not-yet'}>{children}</div>
    </Coming.Provider>
  );
};
