import { agoInWords, backupState, diskState, queueState, worst } from './rules';

const HOUR = 3_600_000;

test('a queue is well while it moves, and bad as soon as something was given up', () => {
  expect(queueState({ oldestMs: 0, stuck: 0 })).toBe('good');
  expect(queueState({ oldestMs: 20_000, stuck: 0 })).toBe('care');
  expect(queueState({ oldestMs: 6 * 60_000, stuck: 0 })).toBe('bad');
  expect(queueState({ oldestMs: 0, stuck: 1 })).toBe('bad');
});

test('a backup is fresh for a day and a half, and missed after three', () => {
  expect([undefined, 35 * HOUR, 37 * HOUR, 73 * HOUR].map(backupState)).toEqual([
    'care',
    'good',
    'care',
    'bad',
  ]);
});

test('ages and states are told as people tell them', () => {
  expect([4_000, 12 * 60_000, 5 * HOUR, 49 * HOUR].map(agoInWords)).toEqual([
    '4 秒',
    '12 分钟',
    '5 小时',
    '2 天',
  ]);
  expect(worst('good', 'off', 'care')).toBe('care');
  expect(diskState(3 * 1024 ** 3)).toBe('care');
});
