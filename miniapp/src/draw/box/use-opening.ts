import { useCallback, useEffect, useState } from 'react';
import { onSent, tap, waitingFor, type WishAnswers } from '@/api/taps';
import { tellDraw } from '@/cards/tell-draw';
import { useHere } from '@/platform/page';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';

export type DrawResult = WishAnswers['draw'];

/** Opening a box, from the tap to the server's answer. */
export interface Opening {
  /** Asked and not answered yet: the box trembles exactly as long. */
  busy: boolean;
  /** A tap that found no network waits on the phone; asking again asks for the same one. */
  waiting: boolean;
  result?: DrawResult;
  open: () => void;
  /** Puts the result away. */
  close: () => void;
}

/**
 * Opens a box once a tap. What is shown is the server's answer and nothing else, at once when it is there: nothing is
 * guessed, delayed or played before. A tap without an answer keeps its key until one comes, also over a restart. Who has
 * left the page when it comes is told where they are.
 */
export const useOpening = (boxId: string, after: () => Promise<void>): Opening => {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<DrawResult>();
  const [waiting, setWaiting] = useState(() => waitingFor({ kind: 'draw', boxId }) !== undefined);
  const show = useCallback(
    (answer: DrawResult): void => {
      setWaiting(false);
      setResult(answer);
      void after();
    },
    [after],
  );
  const here = useHere();
  const open = useCallback((): void => {
    if (busy) return;
    setBusy(true);
    setResult(undefined);
    void tap({ kind: 'draw', boxId }).then((told) => {
      setBusy(false);
      if (told.kind === 'answered' && !here()) return tellDraw(told.answer);
      if (told.kind === 'waiting') {
        setWaiting(true);
        say('网络断了，这一下先记住了，联网后自动送出，不会多开也不会少开。', 'warn');
      } else if (told.answer.ok) show(told.answer.value);
      else {
        setWaiting(false);
        say(withNumber(told.answer.refusal), 'warn');
        void after();
      }
    });
  }, [after, boxId, busy, here, show]);
  // The answer of a tap that had waited for the network; chances for points wait in the same queue.
  useEffect(
    () =>
      onSent(({ tap: sent, answer }) => {
        if (!('boxId' in sent.wish) || sent.wish.boxId !== boxId) return;
        if (answer.ok && 'draw' in answer.value) show(answer.value);
        else {
          if (sent.wish.kind === 'draw') setWaiting(false);
          if (!answer.ok) say(withNumber(answer.refusal), 'warn');
          void after();
        }
      }),
    [after, boxId, show],
  );
  return { busy, waiting, result, open, close: () => setResult(undefined) };
};
