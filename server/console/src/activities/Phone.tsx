import type { ActivityRule } from '@kouyi/shared/types';
import { ACTIVITY_KIND_NAMES } from '@kouyi/shared/types';
import { windowInWords } from '@kouyi/shared/rules/words';
import { triggersOf } from '@kouyi/shared/rules/text';
import './editor/editor.scss';

const DOTS = 10;

/** What a member will see of the activity in the mini-program. */
export const Phone = ({ rule }: { rule: ActivityRule }) => {
  const { total } = rule.limits;
  const triggers = triggersOf(rule);
  return (
    <div className="phone" aria-label="手机上看到的样子">
      <p className="phone-bar">福利</p>
      <div className="phone-card">
        <p>
          {ACTIVITY_KIND_NAMES[rule.kind]}
          {rule.reward.points > 0 &&
            ` · ${rule.kind === 'quiz' ? '答对' : '参加'}得 ${rule.reward.points} 积分`}
        </p>
        <h3>{rule.kind === 'quiz' && rule.quiz?.question ? rule.quiz.question : rule.title || '还没起名'}</h3>
        <div className="phone-dots" aria-hidden>
          {Array.from({ length: DOTS }, (_, i) => (
            <i key={i} className={i < 4 ? 'on' : ''} />
          ))}
        </div>
        <p>{windowInWords(rule.window)}</p>
        {total !== undefined && <p>一共 {total} 个名额</p>}
        <div className="phone-join">
          {triggers.length > 0 ? `去群里扣 ${triggers.slice(0, 3).join(' / ')}` : '还没定扣什么'}
        </div>
      </div>
    </div>
  );
};
