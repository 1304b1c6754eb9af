import type { RuleProblem } from '@kouyi/shared/rules/validate';
import { momentInWords } from '@kouyi/shared/rules/words';
import type { ActivityRule } from '@kouyi/shared/types';
import type { KindServer } from '../activities';
import { native } from '../kernel/store';
import { Boxes } from './model';

/** 扣1抽盲盒: an activity of this kind gives chances of one box, or opens it at once. */
export const blindBoxKind: KindServer = {
  async problems(rule): Promise<RuleProblem[]> {
    const problem = (code: string, message: string) => [{ field: 'reward.box', code, message }];
    const id = rule.reward.box?.id;
    if (id === undefined) return problem('box_missing', '选一个盲盒，抽什么由它定。');
    const box = await native(Boxes).findOne({ _id: id }, { projection: { name: 1, state: 1, endAt: 1 } });
    if (!box) return problem('box_unknown', '这个盲盒找不到了，换一个。');
    if (box.state === 'draft') return problem('box_not_open', `「${box.name}」还是草稿，先去开放它。`);
    if (box.state === 'closed') return problem('box_closed', `「${box.name}」已经结束了，换一个。`);
    if (box.endAt <= new Date(rule.window.startAt))
      return problem('box_ends_before', `「${box.name}」${momentInWords(box.endAt)} 就结束了，比活动还早。`);
    return [];
  },
  async complete(rule): Promise<ActivityRule> {
    if (rule.reward.box) return rule;
    const [box, another] = await native(Boxes)
      .find({ state: 'open' }, { projection: { _id: 1 } })
      .limit(2)
      .toArray();
    if (!box || another) return rule;
    return { ...rule, reward: { ...rule.reward, box: { id: box._id, gives: 'chance' } } };
  },
};
