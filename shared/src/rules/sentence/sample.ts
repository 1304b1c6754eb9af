/** The world in which the sentences of the tests are spoken, and a draft in one line, so that a table can be read. */
import { ACTIVITY_KIND_NAMES } from '../../types';
import type { SentenceContext, SentenceResult } from '../sentence';
import { windowInWords } from '../words';

export const CONTEXT: Omit<SentenceContext, 'now'> = {
  groups: [
    { id: 'k1', name: '咖啡一群', tags: ['咖啡'] },
    { id: 'k2', name: '咖啡二群', tags: ['咖啡'] },
    { id: 'h1', name: '护肤交流群', tags: ['护肤'] },
    { id: 'z1', name: '早起打卡群', tags: [] },
    { id: 'v1', name: 'VIP1群', tags: ['老客'] },
    { id: 'w1', name: '徐汇店福利群', tags: ['门店'] },
    { id: 'w2', name: '静安店福利群', tags: ['门店'] },
  ],
  tags: ['咖啡', '护肤', '老客', '门店'],
};

/** `报名 ; 11月21日（周六）20:00–21:00 ; #咖啡 ; 扣1 ; 前50`, then `?field` for questions, `!code` for refusals, `~` for what was ignored. */
export const brief = ({ draft, questions, refusals, ignored }: SentenceResult): string => {
  const parts: string[] = [];
  if (draft) {
    const { kind, window, where, triggers, limits, reward, checkIn, who } = draft;
    if (kind) parts.push(ACTIVITY_KIND_NAMES[kind]);
    if (window) parts.push(windowInWords(window));
    if (where)
      parts.push(
        [
          ...(where.everywhere ? ['所有'] : []),
          ...where.groupIds,
          ...where.tags.map((tag) => `#${tag}`),
          ...where.exceptGroupIds.map((id) => `-${id}`),
        ].join(' '),
      );
    if (triggers?.length) parts.push(`扣${triggers.join('/')}`);
    const options =
      draft.vote?.options ??
      draft.quiz?.options.map((o) => ({ ...o, label: o.label + (o.correct ? '✓' : '') }));
    if (options?.length) parts.push(options.map((option) => `${option.trigger}=${option.label}`).join(' '));
    if (draft.quiz?.question) parts.push(draft.quiz.question);
    const defaults = kind === 'check_in' ? limits?.perPersonPerDay === 1 : limits?.perPerson === 1;
    if (limits?.perPerson !== undefined && !(defaults && kind !== 'check_in'))
      parts.push(`每人${limits.perPerson}`);
    if (limits?.perPersonPerDay !== undefined && !(defaults && kind === 'check_in'))
      parts.push(`每天${limits.perPersonPerDay}`);
    if (limits?.perGroup)
      parts.push(
        'count' in limits.perGroup ? `每群${limits.perGroup.count}` : `每群${limits.perGroup.sharePercent}%`,
      );
    if (limits?.total !== undefined) parts.push(`前${limits.total}`);
    if (limits?.budgetPoints !== undefined) parts.push(`预算${limits.budgetPoints}`);
    if (reward?.points) parts.push(`+${reward.points}`);
    if (checkIn && checkIn.milestones.length > 0)
      parts.push(checkIn.milestones.map((m) => `连续${m.days}天+${m.points}`).join(' '));
    if (checkIn && checkIn.makeUpsPerMonth !== 2) parts.push(`补卡${checkIn.makeUpsPerMonth}`);
    if (who?.members === 'first_timers') parts.push('新人');
    if (who?.members === 'returning') parts.push('老客');
    if (who?.minDaysInGroup) parts.push(`进群${who.minDaysInGroup}天`);
    if (who && !who.excludeStaff) parts.push('含员工');
    if (
      draft.title &&
      !/^(?:\d+月\d+日|每天|每周.*|工作日|周末)?(?:报名|打卡|投票|接龙|有奖问答|抽盲盒|抢券)$/.test(
        draft.title,
      )
    )
      parts.push(`《${draft.title}》`);
  }
  parts.push(...questions.map(({ field }) => `?${field}`), ...refusals.map(({ code }) => `!${code}`));
  if (ignored.length > 0) parts.push(`~${ignored.join('/')}`);
  return parts.join(' ; ');
};
