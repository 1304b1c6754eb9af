import { DAY_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import { ORDER_STATES, PRIZE_STATES, WITHDRAWAL_STATES } from '@kouyi/shared/types';
import { Budgets, Gifts } from '../../src/budgets/model';
import { Commissions } from '../../src/commission/model';
import { Coupons, Days as CouponDays, Issues, Redemptions, Stocks } from '../../src/coupons/model';
import { Orders } from '../../src/orders/model';
import { Withdrawals } from '../../src/payouts/model';
import { Prizes } from '../../src/prizes/model';
import { Links, Products } from '../../src/products/model';
import { Wishes } from '../../src/wishes/model';
import type { Brand } from './brand';
import { oneOf, write } from './rows';

const COUPONS = 200;
const PRODUCTS = 300;
export const COUPON_ID = 'cpn_0';

/** What is sold, given away and paid out: an order, a coupon and a prize for everybody. */
export async function fillSales(brand: Brand): Promise<void> {
  await fillShop(brand);
  await fillCoupons(brand);
  await fillKocMoney(brand);
}

async function fillShop({ people, person, ago, kocs }: Brand): Promise<void> {
  await write(Products, PRODUCTS, (i) => ({
    _id: `prd_${i}`,
    code: `P-${i}`,
    name: `${oneOf(['燕麦拿铁', '修护面霜', '防晒', '挂耳咖啡'], i)} ${i}`,
    category: `分类 ${i % 12}`,
    priceFen: 9_900,
    skus: [`sku-${i}`],
    onSale: true,
    createdAt: ago(i, PRODUCTS),
    updatedAt: ago(i, PRODUCTS),
  }));
  await write(Links, kocs, (i) => ({
    _id: `l${String(i).padStart(6, '0')}`,
    kocId: person(i),
    productId: `prd_${i % PRODUCTS}`,
    channel: 'group' as const,
    createdAt: ago(i, kocs),
  }));
  await write(Orders, people, (i) => {
    const state = oneOf(ORDER_STATES, i);
    const at = ago(i, people);
    return {
      _id: `ord_${i}`,
      number: `B-${i}`,
      shop: 'main',
      source: 'key_bench',
      payment: {
        paidAt: at,
        updatedAt: at,
        hash: String(i),
        personId: person(i),
        items: [
          { lineId: '1', sku: `sku-${i % PRODUCTS}`, name: '燕麦拿铁', quantity: 1, paidFen: 9_900 },
          { lineId: '2', sku: `sku-${(i + 1) % PRODUCTS}`, name: '挂耳咖啡', quantity: 2, paidFen: 5_000 },
        ],
      },
      refunds: [],
      derived: { state, paidFen: 14_900, refundedFen: 0, refundedByLine: [0, 0], refundsAside: [] },
      personId: person(i),
      history: [{ state, at }],
      extraFields: [],
      arrivedAt: at,
      changedAt: at,
    };
  });
  await write(Commissions, people, (i) => {
    const at = ago(i, people);
    const kocId = person(i % kocs);
    const code = `l${String(i % kocs).padStart(6, '0')}`;
    return {
      _id: `ord_${i}`,
      number: `B-${i}`,
      buyerId: person(i),
      paidAt: at,
      decidedOn: String(i),
      decision: {
        kocId,
        by: 'link' as const,
        considered: [{ code, kocId, at, verdict: 'chosen' as const }],
      },
      decidedAt: at,
      viaCode: code,
      rules: {
        windowDays: 15,
        touch: 'last' as const,
        ownPurchase: 'refuse' as const,
        staff: 'exclude' as const,
        levels: 2 as const,
        secondSharePercent: 20,
      },
      afterSaleDays: 7,
      lines: [
        { sku: `sku-${i % PRODUCTS}`, paidFen: 9_900, refundedFen: 0, commissionFen: 990, words: '10%' },
        {
          sku: `sku-${(i + 1) % PRODUCTS}`,
          paidFen: 5_000,
          refundedFen: 0,
          commissionFen: 500,
          words: '10%',
        },
      ],
      wholeFen: 1_490,
      keptFen: 1_490,
      parts: [{ kocId, level: 1 as const, wholeFen: 1_490, keptFen: 1_490 }],
      kocIds: [kocId],
      state: 'available' as const,
      availableAt: at,
      booked: [{ kocId, pendingFen: 0, availableFen: 1_490, moves: 2 }],
    };
  });
}

async function fillCoupons({ people, person, groupOf, ago, now, storeIds }: Brand): Promise<void> {
  const terms = { kind: 'cut' as const, minFen: 3_000, cutFen: 500 };
  const stores = { everywhere: true, unitIds: [] };
  await write(Coupons, COUPONS, (i) => ({
    _id: `cpn_${i}`,
    version: 1,
    state: i % 2 === 0 ? ('open' as const) : ('ended' as const),
    rule: {
      name: `满 30 减 5 之 ${i}`,
      terms,
      validity: { kind: 'days' as const, days: 30, afterDays: 0 },
      stores,
      stacking: 'alone' as const,
      stock: people,
      perPerson: 1,
      remindDaysBefore: 0,
      note: '',
    },
    unitId: 'unt_root',
    createdAt: ago(i, COUPONS),
    createdBy: 'stf_bench',
    updatedAt: ago(i, COUPONS),
  }));
  await write(Stocks, COUPONS, (i) => ({
    _id: `cpn_${i}`,
    stock: people,
    issued: i === 0 ? people : 0,
    reserved: 0,
  }));
  await write(Issues, people, (i) => {
    const used = i % 3 === 0;
    return {
      _id: `iss_${i}`,
      couponId: COUPON_ID,
      version: 1,
      personId: person(i),
      groupId: groupOf(i),
      code: `Q${String(i).padStart(11, '0')}`,
      source: { kind: 'activity' as const, id: 'act_everybody', words: '扣1抢券' },
      at: ago(i, people),
      name: '满 30 减 5',
      terms,
      stores,
      stacking: 'alone' as const,
      note: '',
      worthFen: 500,
      validFrom: ago(i, people),
      validUntil: new Date(now.getTime() + 30 * DAY_MS),
      state: used ? ('redeemed' as const) : ('held' as const),
      ...(used ? { redeemedAt: ago(i, people), redemptionId: `red_${i}`, cutFen: 500 } : {}),
    };
  });
  await write(Redemptions, Math.floor(people / 3), (i) => ({
    _id: `red_${3 * i}`,
    inputHash: String(i),
    issueId: `iss_${3 * i}`,
    couponId: COUPON_ID,
    personId: person(3 * i),
    code: `Q${String(3 * i).padStart(11, '0')}`,
    name: '满 30 减 5',
    terms,
    stacking: 'alone' as const,
    // A tenth of everything goes over one till.
    storeId: i % 10 === 0 ? storeIds[0]! : oneOf(storeIds, i),
    at: ago(3 * i, people),
    by: 'stf_bench',
    byName: '店长',
    cutFen: 500,
  }));
  await write(CouponDays, 60, (i) => ({
    _id: `${COUPON_ID}:${shanghaiDay(now) - i}`,
    couponId: COUPON_ID,
    day: shanghaiDay(now) - i,
    issued: Math.round(people / 60),
    redeemed: Math.round(people / 180),
  }));
  await write(Prizes, people, (i) => ({
    _id: `prz_${i}`,
    winId: `win_${i}`,
    personId: person(i),
    boxId: `box_${i % 50}`,
    kind: 'goods' as const,
    name: '随行杯',
    valueFen: 5_000,
    costFen: 2_000,
    wonAt: ago(i, people),
    // One in a hundred waits for somebody, the others came to their end.
    state: i % 100 < 5 ? oneOf(PRIZE_STATES, i) : ('received' as const),
    steps: [{ state: 'to_claim' as const, at: ago(i, people), by: '系统' }],
  }));
}

async function fillKocMoney({ people, kocs, person, ago, now, storeIds }: Brand): Promise<void> {
  await write(Withdrawals, Math.floor(people / 10), (i) => ({
    _id: `wdr_${i}`,
    billNo: `bill${String(i).padStart(20, '0')}`,
    personId: person(i % kocs),
    amountFen: 1_000,
    // Nothing that the runner would send.
    state: oneOf(
      WITHDRAWAL_STATES.filter((state) => state === 'requested' || state === 'paid' || state === 'rejected'),
      i,
    ),
    inputHash: String(i),
    requestedAt: ago(i, people / 10),
    approvals: [],
    approvalsNeeded: 1,
    attempts: 0,
    endedAt: ago(i, people / 10),
    history: [],
  }));
  await write(Budgets, kocs, (i) => ({
    _id: `bdg_${i}`,
    kocId: person(i),
    title: `十一月心意 ${i}`,
    unit: 'point' as const,
    state: i % 3 === 0 ? ('ended' as const) : ('open' as const),
    granted: 1_000,
    given: 100,
    returned: 0,
    perPerson: 50,
    perDay: 200,
    who: 'both' as const,
    kinds: [],
    from: ago(i, kocs),
    until: new Date(now.getTime() + 30 * DAY_MS),
    inputHash: String(i),
    grantedBy: 'stf_bench',
    createdAt: ago(i, kocs),
  }));
  await write(Gifts, people, (i) => ({
    _id: `gft_${i}`,
    inputHash: String(i),
    budgetId: `bdg_${i % kocs}`,
    kocId: person(i % kocs),
    personId: person(i),
    unit: 'point' as const,
    amount: 5,
    kind: 'thanks' as const,
    reason: '谢谢你带朋友来',
    at: ago(i, people),
    day: shanghaiDay(ago(i, people)),
    state: 'given' as const,
  }));
  await write(Wishes, Math.floor(people / 5), (i) => ({
    _id: `wsh_${i}`,
    personId: person(i),
    unitIds: [oneOf(storeIds, i)],
    kind: i % 2 === 0 ? ('wish' as const) : ('suggestion' as const),
    text: '想要小样',
    state: i % 4 === 0 ? ('open' as const) : ('granted' as const),
    at: ago(i, people),
    followUps: [],
  }));
}
