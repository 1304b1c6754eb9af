import { useCallback, useEffect, useRef, useState } from 'react';
import type { Refusal } from '@/api/refusal';
import { type GiveWish, onSent, onTaps, tap, waitingTaps, type WishAnswers } from '@/api/taps';
import { tellGift } from '@/cards/tell-gift';
import { useHere } from '@/platform/page';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';

/** A gift, from the tap to the server's receipt. */
export interface Giving {
  busy: boolean;
  /** The receipt of what was just given. */
  gift?: WishAnswers['give'];
  /** Why the last one was refused; its field names the part that is wrong. */
  refusal?: Refusal;
  /** A gift of this budget that has no answer yet. */
  waiting?: GiveWish;
  give: (of: Omit<GiveWish, 'kind' | 'budgetId'>) => void;
  /** Asks for the answer of the one that waits, under its own key. */
  askAgain: () => void;
  /** Puts receipt and refusal away. */
  close: () => void;
}

const waitingOf = (budgetId: string): GiveWish | undefined =>
  waitingTaps()
    .map(({ wish }) => wish)
    .find((wish): wish is GiveWish => wish.kind === 'give' && wish.budgetId === budgetId);

/**
 * Gives once a tap: written down before it is sent, asked for again under the same key, never sent as a second one.
 * Whoever has left the page when the answer comes is told where they are.
 */
export const useGiving = (budgetId: string, after: () => Promise<void>): Giving => {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ gift?: WishAnswers['give']; refusal?: Refusal }>({});
  const [waiting, setWaiting] = useState(() => waitingOf(budgetId));
  const here = useHere();
  const sending = useRef(false);
  useEffect(() => onTaps(() => setWaiting(waitingOf(budgetId))), [budgetId]);
  const send = useCallback(
    async (wish: GiveWish): Promise<void> => {
      // The second tap of a double tap comes before anything is drawn anew.
      if (sending.current) return;
      sending.current = true;
      setBusy(true);
      const result = await tap(wish);
      sending.current = false;
      setBusy(false);
      if (result.kind === 'waiting')
        return say('没收到回音，这份心意先记下了，联网后自动送出，不会送两份。', 'warn');
      if (!here()) return tellGift(result.answer);
      setTold(result.answer.ok ? { gift: result.answer.value } : { refusal: result.answer.refusal });
      await after();
    },
    [after, here],
  );
  // The answer of a gift that had waited for the network.
  useEffect(
    () =>
      onSent(({ tap: { wish }, answer }) => {
        if (wish.kind !== 'give' || wish.budgetId !== budgetId) return;
        if (answer.ok && 'budgetId' in answer.value) setTold({ gift: answer.value });
        else if (!answer.ok) say(withNumber(answer.refusal), 'warn');
        void after();
      }),
    [after, budgetId],
  );
  // While it is being sent it is under way, not left behind.
  const left = busy ? undefined : waiting;
  return {
    busy,
    ...told,
    ...(left ? { waiting: left } : {}),
    give: (of) => void send({ kind: 'give', budgetId, ...of }),
    askAgain: () => {
      if (waiting) void send(waiting);
    },
    close: () => setTold({}),
  };
};
