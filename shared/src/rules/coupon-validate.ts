/** Whether a coupon can be given out: every problem at once, each with its field and what to do. */
import type { CouponRule } from '../types';
import { couponWorthFen } from './coupon';
import { DAY_MS } from './time';
import type { RuleProblem } from './validate';

export const COUPON_BOUNDS = {
  nameLength: 20,
  noteLength: 100,
  stock: 10_000_000,
  perPerson: 100,
  validDays: 366,
  /** 50,000 yuan: a coupon worth more is a mistyped one. */
  worthFen: 5_000_000,
} as const;

type Add = (field: string, code: string, message: string) => void;
const wholeFrom = (least: number, most: number, value: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most;

/** Every problem of a coupon at `now`, in the order of the editor. Empty: it can be opened. */
export const validateCoupon = (rule: CouponRule, now: Date): RuleProblem[] => {
  const problems: RuleProblem[] = [];
  const add: Add = (field, code, message) => problems.push({ field, code, message });
  if (rule.name.trim() === '') add('name', 'name_missing', '给券起个名字，顾客一看就懂的那种。');
  if (rule.name.length > COUPON_BOUNDS.nameLength)
    add('name', 'name_too_long', `名字太长了，${COUPON_BOUNDS.nameLength} 个字以内就好。`);
  checkTerms(rule, add);
  checkValidity(rule, now, add);
  if (rule.stores.everywhere === rule.stores.unitIds.length > 0)
    add(
      'stores',
      rule.stores.everywhere ? 'stores_contradict' : 'stores_missing',
      rule.stores.everywhere
        ? '已经选了所有门店，就不用再单独选了。'
        : '选一下在哪些门店能用，或者选所有门店。',
    );
  checkLimits(rule, add);
  if (rule.note.length > COUPON_BOUNDS.noteLength)
    add('note', 'note_too_long', `补充说明太长了，${COUPON_BOUNDS.noteLength} 个字以内。`);
  return problems;
};

const checkTerms = ({ terms }: CouponRule, add: Add): void => {
  if (terms.kind === 'cut') {
    if (terms.cutFen < 1) add('terms.cutFen', 'cut_missing', '填上减多少钱。');
    if (terms.minFen > 0 && terms.cutFen >= terms.minFen)
      add('terms.cutFen', 'cut_above_min', '减的不能比满的还多；想不设门槛，就把“满”填 0。');
  }
  if (terms.kind === 'discount') {
    if (!wholeFrom(10, 99, terms.payPercent))
      add('terms.payPercent', 'discount_out_of_range', '折扣填 1 到 9.9 折之间。');
    if (terms.maxCutFen < 1)
      add('terms.maxCutFen', 'max_cut_missing', '填上最多优惠多少钱：不封顶的话，花多少谁也说不准。');
  }
  if (terms.kind === 'gift' && terms.giftName.trim() === '')
    add('terms.giftName', 'gift_missing', '写上可以换什么。');
  if (couponWorthFen(terms) > COUPON_BOUNDS.worthFen)
    add(WORTH_FIELD[terms.kind], 'worth_too_large', '一张券超过 5 万元了，多半是多打了 0。');
};

const WORTH_FIELD = { cut: 'terms.cutFen', discount: 'terms.maxCutFen', gift: 'terms.costFen' } as const;

const checkValidity = ({ validity, remindDaysBefore }: CouponRule, now: Date, add: Add): void => {
  if (validity.kind === 'days') {
    if (!wholeFrom(1, COUPON_BOUNDS.validDays, validity.days))
      add('validity.days', 'days_out_of_range', `有效天数填 1 到 ${COUPON_BOUNDS.validDays}。`);
    if (remindDaysBefore >= validity.days && remindDaysBefore > 0)
      add('remindDaysBefore', 'remind_too_early', '提醒比券还早，改成比有效天数小的数，或填 0 不提醒。');
    return;
  }
  const [from, until] = [Date.parse(validity.from), Date.parse(validity.until)];
  if (Number.isNaN(from)) add('validity.from', 'from_missing', '选一个开始日期。');
  if (Number.isNaN(until)) add('validity.until', 'until_missing', '选一个结束日期。');
  if (Number.isNaN(from) || Number.isNaN(until)) return;
  if (until <= from) add('validity.until', 'until_before_from', '结束早于开始，往后挪一挪。');
  else if (until <= now.getTime()) add('validity.until', 'until_past', '这个日期已经过去了，换一个以后的。');
  else if (until - from > COUPON_BOUNDS.validDays * DAY_MS)
    add('validity.until', 'validity_too_long', '一张券最长一年，到期可以再开一批。');
};

const checkLimits = ({ stock, perPerson, perGroup }: CouponRule, add: Add): void => {
  if (!wholeFrom(1, COUPON_BOUNDS.stock, stock))
    add('stock', 'stock_not_whole', `一共发多少张，填 1 到 ${COUPON_BOUNDS.stock}。`);
  if (!wholeFrom(1, COUPON_BOUNDS.perPerson, perPerson))
    add('perPerson', 'per_person_not_whole', `每人最多几张，填 1 到 ${COUPON_BOUNDS.perPerson}。`);
  if (perGroup && 'sharePercent' in perGroup && !wholeFrom(1, 100, perGroup.sharePercent))
    add('perGroup.sharePercent', 'share_out_of_range', '比例填 1 到 100 的整数。');
  if (perGroup && 'count' in perGroup && !wholeFrom(1, COUPON_BOUNDS.stock, perGroup.count))
    add('perGroup.count', 'limit_not_whole', '每个群最多几张，填 1 以上的整数。');
};
