/** Answers about boxes, prizes and coupons as a small brand would give them; the draws are made by the real rules. */
import { chainAfter, commitmentOf, playerOf, poolText, type RoundPool } from '@kouyi/shared/rules/draw';
import {
  drawOne,
  fractionText,
  oddsOf,
  percentText,
  type Stock,
  stockOf,
} from '@kouyi/shared/rules/draw-odds';
import type { DrawView } from '@kouyi/shared/contracts';
import type { FakeApi } from './fake-api';

const later = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const NAMES: Record<string, string> = { cream: '山茶面霜正装', points: '20 积分', none: '谢谢参与' };

/** One cream, points now and then, mostly nothing; the fifth draw without a win gives points. */
const POOL: RoundPool = {
  prizes: [
    { id: 'cream', weight: 1, stock: 3, win: true },
    { id: 'points', weight: 19, stock: 100, win: true },
    { id: 'none', weight: 80, win: false },
  ],
  fallbackPrizeId: 'none',
  guarantee: { afterDraws: 5, prizeId: 'points', reserved: 50 },
};

const oddsView = (stock: Stock, version: number, roundId: string) => {
  const rows = oddsOf(POOL, stock);
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  return {
    version,
    roundId,
    since: later(-2),
    reason: 'opened' as const,
    line: '开盒时公布的概率',
    rows: rows.map(({ prizeId, weight }) => ({
      prizeId,
      name: NAMES[prizeId] ?? prizeId,
      kind:
        prizeId === 'cream'
          ? ('goods' as const)
          : prizeId === 'none'
            ? ('nothing' as const)
            : ('points' as const),
      valueFen: prizeId === 'cream' ? 26_800 : 0,
      rare: prizeId === 'cream',
      weight,
      total,
      fraction: fractionText(weight, total),
      percent: percentText(weight, total),
      ...(stock.left[prizeId] === undefined ? {} : { left: stock.left[prizeId] }),
      soldOut: stock.left[prizeId] === 0,
    })),
  };
};

interface Opened {
  draw: DrawView;
  chancesLeft: number;
  guarantee: { afterDraws: number; misses: number; drawsLeft: number; prizeName: string };
  again: boolean;
}

/** A round that draws as the server's does, for one person. */
export class FakeRound {
  readonly roundId = 'rnd-1';
  readonly seed: string;
  readonly commitment: string;
  /** What each request key got, for ever. */
  readonly byKey = new Map<string, Opened>();
  chances = 3;
  closed = false;
  clientSeed = 'my-own-seed';
  obstacle: { code: 'age_unknown' | 'no_chance' | 'box_paused'; message: string } | undefined;
  private stock = stockOf(POOL);
  private misses = 0;
  private chain: string;
  readonly draws: DrawView[] = [];

  constructor(seed = 'ab'.repeat(32)) {
    this.seed = seed;
    this.commitment = commitmentOf({ serverSeed: seed, roundId: this.roundId, poolText: poolText(POOL) });
    this.chain = this.commitment;
  }

  get guarantee() {
    return { afterDraws: 5, misses: this.misses, drawsLeft: 5 - this.misses, prizeName: '20 积分' };
  }

  open(): Opened {
    const nonce = this.draws.length + 1;
    const drawn = drawOne(POOL, this.stock, this.seed, {
      clientSeed: this.clientSeed,
      nonce,
      missesBefore: this.misses,
    });
    const drawId = `drw-${nonce}`;
    this.chain = chainAfter(this.chain, {
      clientSeed: this.clientSeed,
      nonce,
      seq: nonce,
      drawId,
      player: playerOf(this.roundId, 'per-1'),
      oddsVersion: 1,
      missesBefore: this.misses,
      prizeId: drawn.prizeId,
      guaranteed: drawn.guaranteed,
      atMs: Date.now(),
    });
    [this.stock, this.misses] = [drawn.stock, drawn.misses];
    this.chances -= 1;
    const draw: DrawView = {
      drawId,
      boxId: 'box-1',
      boxName: '周五盲盒',
      at: new Date().toISOString(),
      prize: {
        id: drawn.prizeId,
        kind:
          drawn.prizeId === 'cream'
            ? ('goods' as const)
            : drawn.win
              ? ('points' as const)
              : ('nothing' as const),
        name: NAMES[drawn.prizeId] ?? '',
        valueFen: 0,
        rare: drawn.prizeId === 'cream',
      },
      won: drawn.win,
      guaranteed: drawn.guaranteed,
      proof: {
        roundId: this.roundId,
        roundNumber: 1,
        commitment: this.commitment,
        clientSeed: this.clientSeed,
        nonce,
        seq: nonce,
        oddsVersion: 1,
        chain: this.chain,
      },
    };
    this.draws.unshift(draw);
    return { draw, chancesLeft: this.chances, guarantee: this.guarantee, again: false };
  }

  /** As the server: the same key gives the same result. */
  openBy(key: string) {
    const known = this.byKey.get(key);
    if (known) return { ...known, again: true };
    const made = this.open();
    this.byKey.set(key, made);
    return made;
  }

  get card() {
    return {
      id: 'box-1',
      name: '周五盲盒',
      line: '群里扣 1 攒机会，每周五开',
      state: 'open' as const,
      openNow: true,
      closesAt: later(5),
      chances: this.chances,
      topPrizes: [
        { name: '山茶面霜正装', percent: '2%', share: 0.02 },
        { name: '20 积分', percent: '28%', share: 0.28 },
      ],
      ...(this.obstacle ? { obstacle: this.obstacle } : {}),
    };
  }

  get round() {
    return {
      id: this.roundId,
      number: 1,
      state: this.closed ? ('closed' as const) : ('open' as const),
      openedAt: later(-2),
      ...(this.closed ? { closedAt: later(0), serverSeed: this.seed } : {}),
      commitment: this.commitment,
      poolText: poolText(POOL),
      draws: this.draws.length,
      chain: this.chain,
    };
  }

  get box() {
    return {
      ...this.card,
      rules: [
        '开放时间：每天 10:00 到 22:00 开放',
        '每人每天最多开 3 次。',
        '面霜 7 天内领取，过期放回盒子。',
      ],
      hours: '每天 10:00 到 22:00 开放',
      odds: oddsView(this.stock, 1, this.roundId),
      fallbackPrizeName: '谢谢参与',
      guarantee: this.guarantee,
      limits: { perPersonPerDay: 3, perPersonPerDayLeft: this.chances },
      chancePoints: 30,
      age: { gate: 'eight' as const },
      round: this.round,
      myClientSeed: this.clientSeed,
      myNextNonce: this.draws.length + 1,
    };
  }

  get fairness() {
    return {
      boxName: '周五盲盒',
      round: this.round,
      odds: [oddsView(stockOf(POOL), 1, this.roundId)],
      mine: this.draws,
      myClientSeed: this.clientSeed,
      rounds: [{ id: this.roundId, number: 1, state: this.round.state, openedAt: this.round.openedAt }],
    };
  }
}

/** A cream to claim. */
export const prizeOf = (change: object = {}) => ({
  id: 'prz-1',
  kind: 'goods' as const,
  name: '山茶面霜正装',
  boxName: '周五盲盒',
  state: 'to_claim' as const,
  line: '填好地址就寄出',
  wonAt: later(-1),
  until: later(160),
  ways: ['ship', 'pick_up'] as ('ship' | 'pick_up' | 'transfer')[],
  ...change,
});

/** A prize's page around it. */
export const prizePageOf = (change: object = {}) => ({
  prize: prizeOf(change),
  stores: [{ id: 'store-1', name: '徐汇店' }],
  steps: [{ state: 'to_claim' as const, at: later(-1) }],
});

/** A coupon to use. */
export const couponOf = (change: object = {}) => ({
  id: 'cpi-1',
  couponId: 'cpn-1',
  face: {
    name: '咖啡券',
    headline: '减 5 元',
    condition: '满 30 元可用',
    lines: ['所有门店可用', '不与其他券同用'],
  },
  kind: 'cut' as const,
  state: 'held' as const,
  code: 'K7QM2P9X',
  redeemPage: '/console/redeem?code=K7QM2P9X',
  source: '群里抢到的',
  at: later(-3),
  validFrom: later(-3),
  validUntil: later(60),
  daysLeft: 2,
  usableNow: true,
  ...change,
});

/** Teaches a fake server everything about boxes, prizes, coupons and notices. */
export const withBoxes = (api: FakeApi, round: FakeRound): FakeApi =>
  api
    .on('member.boxes', () => ({ items: [round.card], serverTime: new Date().toISOString() }))
    .on('member.box', () => round.box)
    .on('member.draw', ({ requestKey }) => round.openBy(String(requestKey)))
    .on('member.buyChances', () => {
      round.chances += 1;
      round.obstacle = undefined;
      return { chances: round.chances, points: 1256 };
    })
    .on('member.draws', () => ({ items: round.draws }))
    .on('member.fairness', () => round.fairness)
    .on('member.setClientSeed', ({ clientSeed }) => {
      round.clientSeed = String(clientSeed);
      return { clientSeed };
    })
    .on('member.declareAge', ({ band }) => {
      round.obstacle = undefined;
      return { band, at: new Date().toISOString() };
    })
    .on('member.cabinet', () => ({ items: [prizeOf()], toDo: 1 }))
    .on('member.prize', () => prizePageOf())
    .on('member.claimPrize', () => prizeOf({ state: 'to_ship', line: '等着打包寄出', ways: ['ship'] }))
    .on('member.pickupCode', () => ({
      code: '4821 7730',
      redeemPage: '/console/redeem?code=48217730',
      storeName: '徐汇店',
      until: later(40),
      expired: false,
    }))
    .on('member.confirmReceived', () => prizeOf({ state: 'received', line: '收到了', ways: [] }))
    .on('member.coupons', () => ({ items: [couponOf()] }))
    .on('member.coupon', () => couponOf())
    .on('member.couponLink', () => ({ face: couponOf().face, name: '周五领券', until: later(10), left: 88 }))
    .on('member.claimLink', () => couponOf())
    .on('member.notices', () => ({
      unread: 1,
      items: [
        {
          id: 'ntc-1',
          at: later(-1),
          title: '面霜寄出了',
          text: '顺丰 SF1234567890，三天内到。',
          page: '/cabinet/detail/index?id=prz-1',
          read: false,
        },
      ],
    }))
    .on('member.readNotices', () => ({ unread: 0 }));
