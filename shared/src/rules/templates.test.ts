import fc from 'fast-check';
import { ACTIVITY_KINDS } from '../types';
import { ACTIVITY_TEMPLATES, ruleFromTemplate } from './templates';
import { validateRule } from './validate';
import { answerText } from './words';

test('there are at least ten, every kind among them, each with its own id and reason', () => {
  expect(ACTIVITY_TEMPLATES.length).toBeGreaterThanOrEqual(10);
  expect(new Set(ACTIVITY_TEMPLATES.map(({ id }) => id)).size).toBe(ACTIVITY_TEMPLATES.length);
  expect(new Set(ACTIVITY_TEMPLATES.map(({ kind }) => kind))).toEqual(new Set(ACTIVITY_KINDS));
  for (const { why } of ACTIVITY_TEMPLATES) expect(why).toMatch(/^[^。]{10,60}。$/);
});

test.each(ACTIVITY_TEMPLATES.map((template) => [template.title, template] as const))(
  '%s can be launched at any time of any day as it is',
  (_, template) => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }),
        (now) => {
          const rule = ruleFromTemplate(template, { now, groupIds: ['g1'] });
          expect(validateRule(rule, now)).toEqual([]);
          expect(Date.parse(rule.window.startAt)).toBeGreaterThanOrEqual(now.getTime());
        },
      ),
      { numRuns: 50 },
    );
  },
);

test.each(ACTIVITY_TEMPLATES.map((template) => [template.title, template] as const))(
  '%s answers without a hole',
  (_, template) => {
    const { text, closingText } = template.parts.answer;
    const facts = {
      count: 12,
      new: 3,
      first: '小满',
      names: ['小满', '阿杰'],
      left: 38,
      title: template.title,
      points: template.parts.reward.points,
    };
    for (const words of [text, closingText!]) expect(answerText(words, facts).length).toBeGreaterThan(8);
    // Nothing is limited: the clause with {left} goes, the rest stays.
    expect(answerText(text, { ...facts, left: undefined })).not.toMatch(/[{}]|剩 +个/);
  },
);

test('a rule from a template may be changed without changing the template', () => {
  const template = ACTIVITY_TEMPLATES[0]!;
  const rule = ruleFromTemplate(template, { now: new Date('2026-11-21T10:00+08:00') });
  rule.triggers.push('x');
  rule.checkIn!.milestones.length = 0;
  expect(template.parts.triggers).toEqual(['1', '早']);
  expect(template.parts.checkIn!.milestones).toHaveLength(2);
  expect(rule.window.startAt).toBe(new Date('2026-11-22T06:30+08:00').toISOString());
});
