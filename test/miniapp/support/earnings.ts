import type { MyWithdrawal } from '@kouyi/shared/contracts';
import type { FakeApi } from './fake-api';

const AT = '2026-11-21T12:00:00.000Z';

/** One withdrawal of the fake; `more` says where it is. */
export const withdrawalOf = (more: Partial<MyWithdrawal> = {}): MyWithdrawal => ({
  id: 'wdr-1',
  amountFen: 12_300,
  state: 'requested',
  requestedAt: AT,
  words: '已提交，财务会在一个工作日内审核。',
  ...more,
});

const purse = { availableFen: 45_600, mayFen: 45_600, minFen: 100, nameFromFen: 200_000 };

/** A KOC's earnings on the fake server. */
export const withEarnings = (api: FakeApi): FakeApi =>
  api
    .on('member.earnings', () => ({
      koc: { tier: 'silver', since: AT, code: 'MAN1' },
      pendingFen: 1_280,
      availableFen: 45_600,
      payingFen: 12_300,
      paidFen: 99_000,
      days: [
        { day: '2026-11-20', fen: 300, orders: 1 },
        { day: '2026-11-21', fen: 980, orders: 2 },
      ],
      rules: '付款后 15 天没有退货就到账。',
    }))
    .on('member.earningLines', () => ({
      items: [
        {
          orderId: 'ord-1',
          orderNumber: 'SO-1',
          bought: ['山茶面霜', '山茶洁面'],
          own: false,
          at: AT,
          state: 'pending',
          level: 1,
          paidFen: 12_800,
          refundedFen: 0,
          wholeFen: 1_280,
          keptFen: 1_280,
          availableAt: '2026-12-06T12:00:00.000Z',
          words: '朋友点了你发在群里的链接',
        },
      ],
    }))
    .on('member.withdrawals', () => ({
      items: [withdrawalOf()],
      ...purse,
      words: '现在可以提现 456.00 元。',
    }))
    .on('member.withdraw', () => withdrawalOf())
    .on('member.cancelWithdrawal', () => withdrawalOf({ state: 'cancelled', words: '你已撤回。' }));
