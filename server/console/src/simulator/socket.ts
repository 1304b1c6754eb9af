import type { RoomMessage } from '@kouyi/shared/contracts';
import type { Outcome } from '@kouyi/shared/types';
import { useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../api';
import { isLetIn } from './let-in';

/** What the server tells about the rooms that are open. */
export type Frame =
  | { type: 'ready' }
  | { type: 'message'; groupId: string; message: RoomMessage }
  | { type: 'outcome'; groupId: string; messageId: string; outcome: Outcome };

type Listener = (frame: Frame) => void;

/** The line to the rooms. */
export interface Line {
  /** `live`: everything arrives as it happens; `waiting`: lost, being built again; `refused`: not ours any more. */
  state: 'live' | 'waiting' | 'refused';
  listen: (listener: Listener) => () => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 4_000;

/**
 * One WebSocket for all open rooms, built again whenever it breaks (waiting longer each time, up to four seconds),
 * unless whoever sits here may not use it any more. After each `ready` the rooms read what they missed.
 */
export const useLine = (groupIds: readonly string[]): Line => {
  const [state, setState] = useState<Line['state']>('waiting');
  const listeners = useRef(new Set<Listener>());
  const wanted = [...groupIds].sort().join(',');
  useEffect(() => {
    if (wanted === '') return;
    let socket: WebSocket | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waitMs = FIRST_WAIT_MS;
    let over = false;
    const open = (): void => {
      const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
      socket = new WebSocket(
        `${scheme}://${location.host}/api/simulator/socket?groups=${encodeURIComponent(wanted)}`,
      );
      socket.onmessage = ({ data }: MessageEvent<string>) => {
        const frame = JSON.parse(data) as Frame;
        if (frame.type === 'ready') {
          waitMs = FIRST_WAIT_MS;
          setState('live');
        }
        for (const listener of listeners.current) listener(frame);
      };
      socket.onclose = () => {
        if (over) return;
        setState('waiting');
        // A browser does not tell why a line was refused: who one is tells whether to knock again.
        void isLetIn(() => call('staffSession', 'me', {})).then((letIn) => {
          if (over) return;
          if (!letIn) return setState('refused');
          timer = setTimeout(open, waitMs);
          waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
        });
      };
    };
    open();
    return () => {
      over = true;
      clearTimeout(timer);
      socket?.close();
    };
  }, [wanted]);
  const listen = useMemo(
    () => (listener: Listener) => {
      listeners.current.add(listener);
      return () => void listeners.current.delete(listener);
    },
    [],
  );
  return useMemo(() => ({ state, listen }), [state, listen]);
};
