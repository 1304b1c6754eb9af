import type { Out } from '../api';

type Account = Out<'ledger', 'accounts'>['items'][number];

/** Accounts that are read together: each kind one number, in the order in which money goes through them. */
interface Chapter {
  title: string;
  sub: string;
  kinds: Account[][];
}

const CHAPTERS: { title: string; sub: string; accounts: RegExp[] }[] = [
  {
    title: '佣金和提现',
    sub: '品牌拿出来 → 待到账 → 可提现 → 在途 → 到手',
    accounts: [
      /^fen:brand:commission$/,
      /^fen:koc:.*:pending$/,
      /^fen:koc:.*:available$/,
      /payout-clearing$/,
      /^fen:koc:.*:paid$/,
    ],
  },
  {
    title: '积分',
    sub: '发出去多少，会员手里就有多少',
    accounts: [/^point:system:issued$/, /^point:member:/, /^point:system:/],
  },
  {
    title: 'KOC 手里的预算',
    sub: '交出去的，不在手里就在收礼的人那里',
    accounts: [/^\w+:brand:koc-budgets$/, /^\w+:koc-budget:/, /koc-red-packets$/],
  },
  {
    title: '优惠券',
    sub: '发出去还没用的，和真正抵掉的',
    accounts: [/^fen:coupon:.*:cost$/, /^fen:coupon:.*:liability$/, /^fen:brand:coupons-given$/],
  },
  {
    title: '盲盒和奖品',
    sub: '预算、送掉的成本，和抽奖机会',
    accounts: [/^fen:brand:prizes$/, /^fen:box-budget:/, /^fen:box:/, /^chance:/],
  },
];
const REST = { title: '其他', sub: '手工调账等', accounts: [/./] };

/** Accounts of one kind, of which every box and every coupon has its own, make one number. */
function byKind(accounts: readonly Account[]): Account[][] {
  const kinds = new Map<string, Account[]>();
  for (const one of accounts) {
    const kind = `${one.unit} ${one.name}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return [...kinds.values()];
}

/** The books, subject by subject; what no subject knows comes last, so that nothing is left out. */
export function chaptersOf(accounts: readonly Account[]): Chapter[] {
  let rest = byKind(accounts);
  return [...CHAPTERS, REST]
    .map(({ title, sub, accounts: patterns }) => {
      const kinds = patterns.flatMap((pattern) => {
        const mine = rest.filter(([one]) => pattern.test(one!.account));
        rest = rest.filter((kind) => !mine.includes(kind));
        return mine;
      });
      return { title, sub, kinds };
    })
    .filter(({ kinds }) => kinds.length > 0);
}
