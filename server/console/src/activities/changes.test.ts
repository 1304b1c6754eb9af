import { newRule } from '@kouyi/shared/rules/blank';
import type { ActivityRule } from '@kouyi/shared/types';
import { changesOf } from './changes';

const rule: ActivityRule = { ...newRule('sign_up', new Date('2026-11-21T12:00:00Z')), title: '周六晚报名' };

test('an unchanged rule has no changes', () => {
  expect(changesOf(rule, structuredClone(rule))).toEqual([]);
});

test('each part that changed is told once, in words, with what it was', () => {
  const after: ActivityRule = {
    ...rule,
    title: '周日晚报名',
    limits: { ...rule.limits, total: 50 },
    priority: 5,
  };
  const changes = changesOf(rule, after);
  expect(changes.map(({ part }) => part)).toEqual(['kind', 'limit', 'trigger']);
  expect(changes[0]).toMatchObject({
    from: expect.stringContaining('周六晚报名') as string,
    to: expect.stringContaining('周日晚报名') as string,
  });
  expect(changes[1]?.to).toContain('前 50 位');
  expect(changes[2]).toEqual({ part: 'trigger', from: '', to: '优先级 5' });
});

test('what is known by ids only is told as changed, without the ids', () => {
  const after: ActivityRule = { ...rule, where: { ...rule.where, groupIds: ['g_1'] } };
  expect(changesOf(rule, after)).toEqual([{ part: 'where', from: '', to: '群的范围改过了' }]);
});
