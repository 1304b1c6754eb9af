import request from 'supertest';
import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import type { AgeBand, BoxDesign, PrizeDesign } from '@kouyi/shared/types';
import type { BoxView, DrawView } from '@kouyi/shared/contracts';
import { newId } from '../../server/src/kernel/ids';
import { deliver, personOf, phoneOf } from './play';
import type { World } from './world';

/** 谢谢参与 with a weight. */
export const none = (weight: number): PrizeDesign => ({
  id: 'none',
  kind: 'nothing',
  name: '谢谢参与',
  weight,
  costFen: 0,
  valueFen: 0,
});

/** A prize of goods: 10 yuan worth, 3 yuan cost. */
export const goods = (
  id: string,
  weight: number,
  stock: number,
  more: Partial<PrizeDesign> = {},
): PrizeDesign => ({
  id,
  kind: 'goods',
  name: `奖品${id}`,
  weight,
  stock,
  costFen: 300,
  valueFen: 1_000,
  ...more,
});

/** A prize of points. */
export const pointsPrize = (id: string, points: number, weight: number, stock: number): PrizeDesign => ({
  id,
  kind: 'points',
  name: `${points} 积分`,
  weight,
  stock,
  points,
  costFen: points,
  valueFen: points,
});

/** A box that is open all of today and tomorrow, with a budget of a million yuan. */
export function boxDesign(world: World, prizes: PrizeDesign[], more: Partial<BoxDesign> = {}): BoxDesign {
  const day = shanghaiDay(world.clock.now());
  return {
    name: '测试盲盒',
    line: '每人一抽',
    window: {
      startAt: shanghaiInstant(day).toISOString(),
      endAt: shanghaiInstant(day + 2).toISOString(),
    },
    prizes,
    fallbackPrizeId: prizes.at(-1)!.id,
    limits: {},
    budgetFen: 100_000_000,
    ageGate: 'eight',
    excludeStaff: true,
    roundHours: 24,
    ...more,
  };
}

/** Saves a design and opens it. */
export async function openBox(world: World, design: BoxDesign): Promise<BoxView> {
  const { body: box } = (await world.admin.post('/api/boxes').send({ design }).expect(200)) as {
    body: BoxView;
  };
  const { body } = (await world.admin.post(`/api/boxes/${box.id}/open`).send({}).expect(200)) as {
    body: BoxView;
  };
  return body;
}

/** People who are in a room, so that the product knows them. */
export async function peopleIn(world: World, userIds: readonly string[]): Promise<void> {
  const key = await world.key(['simulator.use']);
  const room = await world.room(`盲盒群 ${newId('x').slice(2, 8)}`, 1);
  const at = world.clock.now().toISOString();
  for (let i = 0; i < userIds.length; i += 500)
    await deliver(
      world,
      key,
      userIds.slice(i, i + 500).map((userId) => ({
        eventId: newId('e'),
        groupId: room.channelGroupId,
        userId,
        name: userId,
        kind: 'join',
        at,
      })),
    );
  await world.settle();
}

/** Gives chances by hand, in as many requests as that takes. */
export async function giveChances(
  world: World,
  boxId: string,
  userIds: readonly string[],
  chances: number,
): Promise<void> {
  for (let i = 0; i < userIds.length; i += 200)
    await world.admin
      .post(`/api/boxes/${boxId}/chances`)
      .send({
        personIds: userIds.slice(i, i + 200).map(personOf),
        chances,
        reason: '测试',
        requestKey: newId('key'),
      })
      .expect(200);
}

/** A customer's phone: old enough, with what a person does to boxes. */
export async function customer(world: World, userId: string, band: AgeBand | 'unknown' = 'adult') {
  const phone: ReturnType<typeof request.agent> = await phoneOf(world, userId);
  if (band !== 'unknown') await phone.post('/api/member/age').send({ band }).expect(200);
  return {
    phone,
    personId: personOf(userId),
    /** Draws once; answers the status and what came. */
    async draw(boxId: string, requestKey = newId('key')) {
      const { status, body } = (await phone.post(`/api/member/boxes/${boxId}/draw`).send({ requestKey })) as {
        status: number;
        body: {
          draw: DrawView;
          chancesLeft: number;
          again: boolean;
          guarantee?: { misses: number; drawsLeft: number };
          error?: { code: string; message: string; field?: string };
        };
      };
      return { status, ...body };
    },
  };
}
