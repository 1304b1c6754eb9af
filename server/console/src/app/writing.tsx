import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Notice } from '../ui/pieces';
import { useTell } from '../ui/tell';

/** Something saved, as it is being rewritten here while others may save theirs. */
export interface Writing<T> {
  mine: T;
  set: (next: T | ((now: T) => T)) => void;
  /** The version that `mine` was written on: what the server is told when it is saved. */
  base: number;
  /** That version. */
  from: T;
  unchanged: boolean;
  /** The version somebody else has saved since, and that was not looked at yet. */
  newer: number | undefined;
  /** Goes on with theirs; what was mine can be had back. */
  takeTheirs: () => void;
  /** Goes on with mine: once saved, it is the newest. */
  keepMine: () => void;
  /** What was sent from here is saved as this version: where one stays to write on, it goes on from there. */
  savedAs: (version: number, sent: T) => void;
}

/**
 * What is being written on top of a saved version. Where nothing was changed yet, a newer version takes its place by
 * itself; where something was, nothing is lost before whoever writes has chosen.
 */
export const useWriting = <T,>(saved: T, version: number): Writing<T> => {
  const tell = useTell();
  const [mine, set] = useState(saved);
  const [base, setBase] = useState({ version, from: saved });
  const unchanged = JSON.stringify(mine) === JSON.stringify(base.from);
  const newer = version > base.version ? version : undefined;
  const goOnWith = (next: T): void => {
    set(next);
    setBase({ version, from: saved });
  };
  if (newer !== undefined && unchanged) goOnWith(saved);
  return {
    mine,
    set,
    base: base.version,
    from: base.from,
    unchanged,
    newer,
    takeTheirs: () => {
      goOnWith(saved);
      tell('换成了最新的一版', () => set(mine));
    },
    keepMine: () => goOnWith(mine),
    savedAs: (as, sent) => setBase({ version: as, from: sent }),
  };
};

/** For what is being saved: nothing more can be written in it, since what comes now would not be saved along. */
export const heldStill = (is: boolean): { inert?: '' } => (is ? { inert: '' } : {});

/** Somebody else saved meanwhile: what they changed, and whose to go on with. */
export const Overtaken = <T,>({
  of,
  onChosen,
  what = `第 ${of.newer} 版；你是从第 ${of.base} 版改起的，还没存。`,
  children,
}: {
  of: Writing<T>;
  onChosen: () => void;
  /** What they saved and what one began with, where its versions are called by another number. */
  what?: string;
  children?: ReactNode;
}) => {
  const choose = (go: () => void) => () => {
    go();
    onChosen();
  };
  return of.newer === undefined ? null : (
    <Notice
      action={
        <span className="row">
          <Button size="small" onClick={choose(of.takeTheirs)}>
            换成最新的
          </Button>
          <Button size="small" onClick={choose(of.keepMine)}>
            按我的来
          </Button>
        </span>
      }
    >
      你改的这会儿，有同事存了{what}
      {children}
    </Notice>
  );
};
