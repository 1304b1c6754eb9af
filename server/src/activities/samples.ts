import { answerText } from '@kouyi/shared/rules/words';
import type { ActivityRule } from '@kouyi/shared/types';

/** What the bot would say at three moments, so that an operator hears it before the group does. */
export function sampleAnswers(rule: ActivityRule): { after: string; text: string }[] {
  const { everyPeople, everySeconds, text, closingText } = rule.answer;
  const say = (count: number, fresh: number) =>
    answerText(text, {
      count,
      new: fresh,
      first: '阿楠',
      names: ['阿楠', '小满', '林先生'].slice(0, Math.min(3, fresh)),
      title: rule.title,
      ...(rule.limits.total === undefined ? {} : { left: Math.max(0, rule.limits.total - count) }),
      ...(rule.reward.points > 0 ? { points: rule.reward.points } : {}),
    });
  return [
    { after: `第一个人参加，${everySeconds} 秒内没有更多人`, text: say(1, 1) },
    { after: `又来了 ${everyPeople} 个人`, text: say(1 + everyPeople, everyPeople) },
    ...(closingText === undefined
      ? []
      : [
          {
            after: '活动结束',
            text: answerText(closingText, { count: 1 + everyPeople, title: rule.title, first: '阿楠' }),
          },
        ]),
  ];
}
