import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
import { GROWTH_STANDING_NAMES } from '@kouyi/shared/types';
import type { Tx } from '../kernel/command';
import { notify } from '../notices';
import type { GrowerRow, MoveRow } from './model';
import type { Placed } from './place';
import { direction, isBeyond } from './rules';
import { type Book, rulesOn } from './stages';

/** The KOC centre in the mini-program. */
const PAGE = '/koc/centre/index';

/** Tells people who moved to or from sharing and beyond, with the reason. */
export async function tellMoved(tx: Tx, moves: readonly MoveRow[]): Promise<void> {
  for (const { _id, personId, from, to, reason } of moves) {
    const up = direction(from, to) > 0;
    if (!isBeyond(up ? to : from)) continue;
    const name = GROWTH_STANDING_NAMES[to];
    await notify(tx, {
      key: `growth-move:${_id}`,
      personId,
      kind: 'service',
      title: to === 'koc' ? '你是我们的 KOC 了' : up ? `你走到了「${name}」` : `你回到了「${name}」`,
      text: up
        ? to === 'koc'
          ? '谢谢你一路把好东西讲给朋友听。推荐码、链接和权益都在 KOC 中心。'
          : `因为${reason}。`
        : `${reason}。补上就能回来，点开看看还差什么。`,
      page: PAGE,
      cause: { kind: 'growth', id: _id },
    });
  }
}

/** Tells people in time that a stage is about to be lost; once for each day on which it would be. */
export async function tellWarned(
  tx: Tx,
  placed: readonly { row: GrowerRow; placed: Placed }[],
  book: Book,
): Promise<void> {
  const today = shanghaiDay(tx.now);
  const { warnDays } = rulesOn(book, today).rules;
  for (const { row, placed: one } of placed) {
    const { warning } = one;
    // A lower stage takes those above it along: what counts is what they stand to lose.
    if (!warning || !isBeyond(one.stage) || today < warning.untilDay + 1 - warnDays) {
      delete row.warned;
      continue;
    }
    const { stage, untilDay, missing } = warning;
    if (row.warned?.stage === stage && row.warned.untilDay === untilDay) continue;
    row.warned = { stage, untilDay };
    await notify(tx, {
      key: `growth-warn:${row._id}:${stage}:${untilDay}`,
      personId: row._id,
      kind: 'service',
      title: `「${GROWTH_STANDING_NAMES[one.stage]}」还能留到 ${dayToText(untilDay)}`,
      text: `${missing}，就能一直留在「${GROWTH_STANDING_NAMES[one.stage]}」。`,
      page: PAGE,
      cause: { kind: 'growth', id: row._id },
    });
  }
}
