import { BOX_TEMPLATES } from '@kouyi/shared/rules/draw-templates';
import type { BoxDesign } from '@kouyi/shared/types';
import { createBox, declareAge, drawOnce, grantChances, openBox, rotateBox, roundNumberOf } from '../draws';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import type { CommandContext } from '../kernel/command';
import { nicknames } from '../people';
import { cabinet, claimPrize, shipPrize } from '../prizes';
import { daysBefore, operator } from './ground';
import type { Chapter } from './story';

/** Who draws from the box that is open, now and then. */
const PLAYERS = 26;
const PLAYER_CHANCES = 3;
const OPENED_DAYS_AGO = 13;
const PLAYER_DAYS = [12, 11, 9, 7, 5, 4, 2, 1, 0.1];
const REVEALED_DAYS_AGO = [6, 1.5];
/** Who drew once from the box of old friends, most of whom won a parcel. */
const FRIENDS = 10;

const ADDRESSES = [
  {
    phone: '13800000001',
    province: '上海市',
    city: '上海市',
    district: '静安区',
    detail: '愚园路 1 号 2 幢 301',
  },
  {
    phone: '13800000002',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '文二路 88 号 5 单元 602',
  },
];

/**
 * Three boxes: one that has been open for two weeks, with rounds that anybody can check and one under way; one that old
 * friends emptied, with a parcel that left, one that waits to be sent and some that nobody has claimed yet; and a draft
 * for the night of a launch. What is there already is left as it is.
 */
export const boxChapters = (people: readonly string[], at: Date): Chapter[] => {
  const players = people.slice(0, PLAYERS);
  const friends = people.slice(0, FRIENDS);
  return [
    { at: daysBefore(at, OPENED_DAYS_AGO), tell: () => openDaily(players) },
    ...PLAYER_DAYS.flatMap((ago, day) =>
      players
        .filter((_, i) => (i + day) % 4 === 0)
        .map((personId, i) => ({
          at: daysBefore(at, ago - i / 100),
          tell: () => drawAs(daily, personId, `demo-daily-${day}`),
        })),
    ),
    ...REVEALED_DAYS_AGO.map((ago, i) => ({ at: daysBefore(at, ago), tell: () => reveal(i + 1) })),
    {
      at: daysBefore(at, 9.2),
      tell: () => openFor(friendly, friends, { chances: 1, requestKey: 'demo-friends' }),
    },
    ...friends.map((personId, i) => ({
      at: daysBefore(at, 9 - i / 20),
      tell: () => drawAs(friendly, personId, 'demo-friends'),
    })),
    { at: daysBefore(at, 7.4), tell: () => claim(friends, 0) },
    { at: daysBefore(at, 6.6), tell: () => ship(friends) },
    { at: daysBefore(at, 0.8), tell: () => claim(friends, 1) },
    { at, tell: draft },
  ];
};

const draft = () =>
  createBox(operator(), { design: designOf('launch-night'), requestKey: 'demo-launch-night' });

/** The box that is open every day; made when it is first asked for. */
export async function daily() {
  const design = designOf('daily-surprise');
  return createBox(operator(), {
    design: { ...design, limits: { ...design.limits, perPersonPerDay: 3 } },
    requestKey: 'demo-daily-surprise',
  });
}

async function friendly() {
  const { guarantee: _guarantee, ...design } = designOf('daily-surprise');
  return createBox(operator(), {
    design: {
      ...design,
      name: '老友回馈盲盒',
      line: '谢谢一直在：七成是旅行三件套，没有空手的',
      limits: { perPerson: 1, totalDraws: 20 },
      prizes: [
        {
          id: 'kit',
          kind: 'goods',
          name: '旅行三件套',
          claimDays: 30,
          weight: 700,
          stock: 20,
          costFen: 1_800,
          valueFen: 9_900,
        },
        {
          id: 'p66',
          kind: 'points',
          name: '66 积分',
          weight: 300,
          stock: 20,
          points: 66,
          costFen: 66,
          valueFen: 66,
        },
      ],
      fallbackPrizeId: 'p66',
    },
    requestKey: 'demo-old-friends',
  });
}

type Box = typeof daily | typeof friendly;

async function openDaily(players: string[]): Promise<void> {
  for (const personId of players) await declareAge(asMember(personId), { band: 'adult' });
  await openFor(daily, players, { chances: PLAYER_CHANCES, requestKey: 'demo-daily-players' });
}

async function openFor(
  box: Box,
  personIds: string[],
  given: { chances: number; requestKey: string },
): Promise<void> {
  const { _id: id, state } = await box();
  if (state === 'draft') await openBox(operator(), { id });
  else if (state !== 'open') return;
  await grantChances(operator(), { id, personIds, reason: '老朋友体验盲盒', ...given });
}

async function drawAs(box: Box, personId: string, requestKey: string): Promise<void> {
  const { _id: boxId, state } = await box();
  if (state === 'open') await drawOnce({ boxId, personId, requestKey });
}

/** Ends a round, so that its seed is public; one that has changed by itself since is left. */
async function reveal(round: number): Promise<void> {
  const { _id: id, state } = await daily();
  if (state === 'open' && (await roundNumberOf(id)) <= round) await rotateBox(operator(), { id });
}

/** The first parcel in this state among these people. */
async function parcelOf(personIds: readonly string[], state: 'to_claim' | 'to_ship') {
  for (const personId of personIds) {
    const { items } = await cabinet(personId, { show: 'all', limit: 50 });
    const prize = items.find((each) => each.kind === 'goods' && each.state === state);
    if (prize) return { personId, id: prize.id };
  }
  return undefined;
}

async function claim(personIds: readonly string[], where: number): Promise<void> {
  const parcel = await parcelOf(personIds, 'to_claim');
  if (!parcel) return;
  const { personId, id } = parcel;
  const name = (await nicknames([personId])).get(personId) ?? '晨露会员';
  const address = { name: name.slice(0, 10), ...ADDRESSES[where]! };
  await claimPrize(asMember(personId), { id, way: 'ship', address });
}

async function ship(personIds: readonly string[]): Promise<void> {
  const parcel = await parcelOf(personIds, 'to_ship');
  if (parcel)
    await shipPrize(operator(), { id: parcel.id, carrier: '顺丰速运', trackingNo: 'SF1234567890123' });
}

const asMember = (personId: string): CommandContext & { actor: Actor } => ({
  actor: { kind: 'member', personId, sessionId: 'demo' },
});

const designOf = (key: string): BoxDesign =>
  BOX_TEMPLATES.find((template) => template.key === key)!.design(now());
