import type { InputOf, contracts } from '@kouyi/shared/contracts';
import { yuan } from '@kouyi/shared/rules/money';
import { triggersOf } from '@kouyi/shared/rules/text';
import { ACTIVITY_KIND_NAMES, type ActivityKind } from '@kouyi/shared/types';
import { ruleBook } from '../activities';
import { couponNames, linkToShare } from '../coupons';
import { boxToShare } from '../draws';
import { brand } from '../org';
import { productPicture, productsById } from '../products';
import type { CardFacts } from './card';

type About = InputOf<(typeof contracts)['sharing']['card']>['about'];
type Said = Omit<CardFacts, 'brandName'>;

/** What a card about something says; undefined for what there is not, or not yet, to be shared. */
export async function factsOf(about: About, id: string): Promise<CardFacts | undefined> {
  const said = await SAYS[about](id);
  return said && { brandName: brand().name, ...said };
}

const SAYS: Record<About, (id: string) => Promise<Said | undefined>> = {
  activity: activitySays,
  box: boxSays,
  coupon: couponSays,
  product: productSays,
};

async function activitySays(id: string): Promise<Said | undefined> {
  const rule = ruleBook.get(id)?.rule;
  if (!rule) return undefined;
  const { points, box, couponId } = rule.reward;
  const [prizes, coupons] = await Promise.all([
    box ? boxToShare(box.id) : undefined,
    couponId === undefined ? undefined : couponNames([couponId]),
  ]);
  const coupon = couponId === undefined ? undefined : coupons?.get(couponId);
  const { total } = rule.limits;
  return {
    kind: ACTIVITY_KIND_NAMES[rule.kind],
    headline: rule.title,
    gets: [
      ...(coupon === undefined ? [] : [coupon]),
      ...(prizes?.prizes ?? []),
      ...(rule.vote?.options.map(({ label }) => label) ?? []),
      ...(points > 0 ? [`+${points} 积分`] : []),
      ...(total === undefined ? [] : [`限前 ${total} 名`]),
    ],
    foot: FEET[rule.kind] ?? `群里发「${triggersOf(rule)[0] ?? '1'}」就能参加`,
  };
}

const FEET: Partial<Record<ActivityKind, string>> = {
  vote: '群里发你选的那个',
  quiz: '群里发你的答案',
};

async function boxSays(id: string): Promise<Said | undefined> {
  const box = await boxToShare(id);
  return box && { kind: '盲盒', headline: box.name, gets: box.prizes, foot: '每个奖品的概率都写在上面' };
}

async function couponSays(token: string): Promise<Said | undefined> {
  const face = await linkToShare(token);
  return (
    face && { kind: '优惠券', headline: face.headline, gets: [face.condition, face.name], foot: '点开就能领' }
  );
}

async function productSays(id: string): Promise<Said | undefined> {
  const product = (await productsById([id])).get(id);
  if (!product) return undefined;
  const picture = product.pictureAt ? await productPicture(id) : undefined;
  return {
    kind: '好物推荐',
    headline: product.name,
    gets: [`¥${yuan(product.priceFen)}`],
    foot: '点开看看',
    ...(picture ? { picture } : {}),
  };
}
