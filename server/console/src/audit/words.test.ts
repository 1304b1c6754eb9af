import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { actionsCalled, actionWords } from './actions';
import { diff } from './diff';
import { pathWords } from './fields';
import { saysNothing, valueWords } from './words';

const SOURCES = path.join(__dirname, '../../../src');

/** Commands that leave a row in the record, by reading the sources: `command('name', { … audit( … })`. */
const audited = (): string[] =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      readFileSync(path.join(SOURCES, file), 'utf8')
        .split(/command\('/)
        .slice(1),
    )
    .filter((rest) => /audit\(/.test(rest.split(/\n(?=[a-z/])/)[0] ?? ''))
    .map((rest) => rest.slice(0, rest.indexOf("'")));

test('every action that is recorded is told in Chinese', () => {
  const names = audited();
  expect(names).toContain('org.update-staff');
  expect(names.filter((name) => !/[\u4e00-\u9fff]/.test(actionWords(name)))).toEqual([]);
});

test('an action is found by what the screen calls it', () => {
  expect(actionsCalled('合并')).toContain('people.merge');
  expect(actionsCalled(' 活动 ')).toContain('activities.launch');
  expect(actionsCalled('没有这个词')).toEqual([]);
});

test('a path is read part by part', () => {
  expect(pathWords('rule.window.startAt')).toBe('时间 · 开始');
  expect(pathWords('milestones.0.points')).toBe('连续奖励 · 第 1 项 · 积分');
});

test('values are read as people say them, ids by their names', () => {
  const nameOf = (id: string) => (id === 'unt_1' ? '静安店' : undefined);
  expect(valueWords([{ role: 'store', unitId: 'unt_1' }], nameOf)).toBe('角色 门店，门店 静安店');
  expect(valueWords('unt_2', nameOf)).toBe('unt_2');
  expect(valueWords([], nameOf)).toBe('空');
  expect(saysNothing('msg_yeggsyjpy7an006vm73m', nameOf)).toBe(true);
  expect(saysNothing('静安店', nameOf)).toBe(false);
});

test('a rule is one change, told as a sentence and not as the letters it is kept in', () => {
  const before = { op: 'count', fact: 'participated', measure: 'days', withinDays: 7, atLeast: 3 };
  const after = { op: 'and', of: [before, { op: 'not', of: { op: 'layer', layers: ['lost'] } }] };
  const [change, ...others] = diff({ condition: before }, { condition: after });
  expect(others).toEqual([]);
  expect(pathWords(change!.path)).toBe('规则');
  expect(valueWords(change!.before)).toBe('最近 7 天参加活动至少 3 天');
  expect(valueWords(change!.after)).toBe('最近 7 天参加活动至少 3 天；并且 不是（分层：流失）');
  expect(
    valueWords({ op: 'count', fact: 'bought', measure: 'sum', about: ['打卡', 'box_a1'], atMost: 5_000 }),
  ).toBe('付款下单（打卡）最多 50.00 元');
  expect(valueWords({ op: 'ago', fact: 'joined_group', which: 'last', atMost: 7 })).toBe(
    '最近一次进群在 7 天以内',
  );
});
