import type { RuleProblem } from '@kouyi/shared/rules/validate';
import type { ActivityRule } from '@kouyi/shared/types';
import type { KindServer } from '../activities';
import { native } from '../kernel/store';
import { Coupons } from './model';
import { releaseOthers, reserveCoupons } from './reserve';

/** 扣1抢券: an activity of this kind gives one coupon to each of the first so many; their stock is held back. */
export const couponGrabKind: KindServer = {
  async problems({ reward: { couponId }, limits }): Promise<RuleProblem[]> {
    const problem = (field: string, code: string, message: string) => ({ field, code, message });
    const problems = [
      ...(limits.total === undefined
        ? [problem('limits.total', 'total_missing', '写上总共前多少名：这么多张券会先留出来，抢到就一定有。')]
        : []),
    ];
    if (couponId === undefined)
      return [...problems, problem('reward.couponId', 'coupon_missing', '选一张券，抢到的就是它。')];
    const coupon = await native(Coupons).findOne({ _id: couponId });
    if (!coupon)
      return [...problems, problem('reward.couponId', 'coupon_unknown', '这张券找不到了，换一张。')];
    const { name, perPerson } = coupon.rule;
    if (coupon.state !== 'open')
      problems.push(
        problem('reward.couponId', 'coupon_not_open', `「${name}」现在不发放，先去打开它，或换一张。`),
      );
    if ((limits.perPerson ?? Infinity) > perPerson)
      problems.push(
        problem(
          'limits.perPerson',
          'coupon_person_limit',
          `「${name}」每人最多 ${perPerson} 张，把每人总共改成 ${perPerson} 次。`,
        ),
      );
    return problems;
  },

  async complete(rule): Promise<ActivityRule> {
    if (rule.reward.couponId) return rule;
    const [coupon, another] = await native(Coupons)
      .find({ state: 'open' }, { projection: { _id: 1 } })
      .limit(2)
      .toArray();
    if (!coupon || another) return rule;
    return { ...rule, reward: { ...rule.reward, couponId: coupon._id } };
  },

  async reserve(tx, activityId, { reward: { couponId }, limits }): Promise<void> {
    const holder = `activity:${activityId}`;
    await releaseOthers(tx, holder, couponId === undefined ? [] : [couponId]);
    if (couponId !== undefined)
      await reserveCoupons(tx, { couponId, holder, total: limits.total ?? 0, field: 'rule.reward.couponId' });
  },
};
