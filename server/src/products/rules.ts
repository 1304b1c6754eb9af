import { rateInWords } from '@kouyi/shared/rules/commission';
import { KOC_TIER_NAMES } from '@kouyi/shared/types';
import { derivedId } from '../kernel/ids';
import { refusals } from '../kernel/refusals';
import type { CommissionRuleRow, LinkRow } from './model';

export const refuse = refusals({
  sku_taken: {
    zh: 'SKU「{sku}」已经属于另一个商品「{name}」。',
    en: 'sku belongs to another product',
    status: 409,
  },
  product_unknown: { zh: '没有这个商品，请先在商品里添加。', en: 'unknown product' },
  picture_unreadable: {
    zh: '图片打不开，请换一张 PNG、JPEG 或 WebP（不超过 1 MB）。',
    en: 'picture unreadable',
  },
  csv_too_long: { zh: '一次最多 {limit} 行，分几次导入。', en: 'too many rows' },
  csv_column_missing: { zh: '表里缺少「{column}」这一列。', en: 'csv lacks a column' },
  rule_backdated: {
    zh: '规则只能从现在或以后开始，已付款的订单不受影响。',
    en: 'rules never begin in the past',
  },
  rule_window_empty: { zh: '结束时间要晚于开始时间。', en: 'rule ends before it begins', status: 422 },
  rule_ended: { zh: '这条规则已经结束了。', en: 'rule has ended', status: 409 },
  not_a_koc: {
    zh: '你还不能生成推广链接：多参加几次活动到「活跃」，就能生成分享链接；商品链接要成为 KOC。',
    en: 'not a KOC',
    status: 403,
  },
  link_expired: { zh: '这个链接已经过期，可以直接在小程序里看看。', en: 'link expired', status: 410 },
});

/** The id of the product with this number. */
export const productIdOf = (code: string): string => derivedId('prd', code);

const CODE_LENGTH = 10;

/**
 * The short code of a link: the same for the same KOC, product, material, channel and end. Digits and small letters
 * only, far below the 32 characters of a mini-program code's scene, and nothing that needs escaping there
 * (https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html).
 */
export const linkCodeOf = (
  { kocId, productId, material, channel, expiresAt }: Omit<LinkRow, '_id' | 'createdAt'>,
  salt = '',
): string =>
  derivedId(
    'lnk',
    kocId,
    productId ?? '',
    material ?? '',
    channel,
    expiresAt?.toISOString() ?? '',
    salt,
  ).slice(4, 4 + CODE_LENGTH);

/** Whom and what a rule is for, in one line: 金叶 KOC · 商品「焕颜精华」 · 12%. */
export function ruleInWords(rule: Omit<CommissionRuleRow, 'createdAt'>, productName?: string): string {
  const who = rule.tier === undefined ? '全部 KOC' : `${KOC_TIER_NAMES[rule.tier]} KOC`;
  const what =
    rule.productId !== undefined
      ? `商品「${productName ?? rule.productId}」`
      : rule.category !== undefined
        ? `分类「${rule.category}」`
        : '全部商品';
  return `${who} · ${what} · ${rateInWords(rule.rate)}`;
}

/** One touch of a person through a link and minute, however often the page is opened. */
export const touchIdOf = (personId: string, code: string, at: Date): string =>
  derivedId('tch', personId, code, String(Math.floor(at.getTime() / 60_000)));
