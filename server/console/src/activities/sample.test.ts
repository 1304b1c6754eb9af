import { readActivityRows } from '@kouyi/shared/rules/activity-csv';
import { newRule } from '@kouyi/shared/rules/blank';
import { movedByDays } from './move';
import { sampleCsv } from './sample';

const now = new Date('2026-11-22T00:00:00.000Z');

test('the sample table imports as it stands, whenever it is downloaded', () => {
  const table = sampleCsv(now)
    .split('\r\n')
    .map((line) => line.split(','));
  const { problems, rows } = readActivityRows(table, {
    now,
    groups: [{ id: 'g', name: '咖啡 1 群', tags: [] }],
    tags: [],
  });
  expect(problems).toEqual([]);
  expect(rows.flatMap((row) => row.problems)).toEqual([]);
  expect(rows).toHaveLength(3);
});

test('a rule that is dragged some days on keeps its length and its hours', () => {
  const rule = newRule('check_in', now);
  const moved = movedByDays(rule, 3);
  expect(Date.parse(moved.window.startAt) - now.getTime()).toBe(3 * 86_400_000);
  expect(Date.parse(moved.window.endAt) - Date.parse(moved.window.startAt)).toBe(
    Date.parse(rule.window.endAt) - Date.parse(rule.window.startAt),
  );
});
