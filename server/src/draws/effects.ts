import type { Tx } from '../kernel/command';
import { account, type PostRequest } from '../ledger';
import type { Grant } from '../rewards';
import { drawDrawn, prizeWon } from './events';
import type { DrawDoc } from './model';

/** The chance is used up, and the cost of the prize leaves the box's budget. */
export function entriesOf(draw: DrawDoc): PostRequest[] {
  const { _id, boxId, personId, at, costFen, prizeName } = draw;
  const cause = { kind: 'draw', id: _id };
  const more = draw.activityId === undefined ? {} : { activityId: draw.activityId };
  const chance: PostRequest = {
    key: `draw:${_id}:chance`,
    unit: 'chance',
    from: account.memberChances(personId, boxId),
    to: account.chancesUsed(boxId),
    amount: 1,
    at,
    reason: '抽盲盒',
    cause,
    personId,
    ...more,
  };
  if (costFen === 0) return [chance];
  return [
    chance,
    {
      key: `draw:${_id}:cost`,
      unit: 'fen',
      from: account.boxBudget(boxId),
      to: account.prizeCost(boxId),
      amount: costFen,
      at,
      reason: `盲盒奖品「${prizeName}」`,
      cause,
      personId,
      ...more,
    },
  ];
}

/** Points and coupons are given at once; the rest waits in the cabinet to be claimed. */
export function grantsOf(draw: DrawDoc): Grant[] {
  const { _id, personId, at, kind, prizeName, points, couponId, activityId, groupId } = draw;
  const cause = {
    kind: 'draw',
    id: _id,
    reason: `盲盒抽中「${prizeName}」`,
    ...(activityId === undefined ? {} : { activityId }),
    ...(groupId === undefined ? {} : { groupId }),
  };
  if (kind === 'points' && points !== undefined)
    return [{ id: `draw:${_id}`, personId, reward: { kind, points }, cause, at }];
  if (kind === 'coupon' && couponId !== undefined)
    return [{ id: `draw:${_id}`, personId, reward: { kind, couponId, count: 1 }, cause, at }];
  return [];
}

/** What the rest of the product hears: every draw, and what was won. */
export function tellOthers(tx: Tx, drawn: readonly DrawDoc[]): void {
  tx.emit(
    drawDrawn({
      draws: drawn.map(
        ({ _id, boxId, personId, prizeId, prizeName, won, rare, at, groupId, activityId }) => ({
          drawId: _id,
          boxId,
          personId,
          prizeId,
          prizeName,
          won,
          at,
          ...(rare ? { rare } : {}),
          ...(groupId === undefined ? {} : { groupId }),
          ...(activityId === undefined ? {} : { activityId }),
        }),
      ),
    }),
  );
  const prizes = drawn.flatMap((draw) => {
    const { _id, personId, boxId, prizeId, kind, prizeName, valueFen, costFen, at } = draw;
    if (kind === 'nothing') return [];
    return {
      winId: _id,
      personId,
      boxId,
      prizeId,
      kind,
      name: prizeName,
      valueFen,
      costFen,
      at,
      claimDays: draw.claimDays ?? 0,
      ...(draw.points === undefined ? {} : { points: draw.points }),
      ...(draw.couponId === undefined ? {} : { couponId: draw.couponId }),
      ...(draw.picture === undefined ? {} : { picture: draw.picture }),
    };
  });
  if (prizes.length > 0) tx.emit(prizeWon({ prizes }));
}
