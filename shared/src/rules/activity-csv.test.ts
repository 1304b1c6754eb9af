import fc from 'fast-check';
import { CSV_COLUMNS, CSV_ROWS_LIMIT, readActivityRows } from './activity-csv';
import { CONTEXT } from './sentence/sample';
import { validateRule } from './validate';
import { windowInWords } from './words';

const NOW = new Date('2026-11-21T10:00+08:00');
const context = { ...CONTEXT, now: NOW };
const HEADER = ['标题', '类型', '群', '触发词', '开始', '结束', '每天时段', '积分', '每人次数', '总名额'];
const GOOD = [
  '周日手冲',
  '报名',
  '咖啡一群、#护肤',
  '1',
  '2026-11-22 20:00',
  '2026-11-22 21:00',
  '',
  '5',
  '1',
  '50',
];
const read = (...rows: string[][]) => readActivityRows([HEADER, ...rows], context);
const changed = (column: string, cell: string) => GOOD.map((old, i) => (HEADER[i] === column ? cell : old));
const codes = (row: string[]) => read(row).rows[0]!.problems.map(({ column, code }) => `${column} ${code}`);

test('a good row becomes a rule that can be launched', () => {
  const { problems, rows } = read(GOOD);
  expect(problems).toEqual([]);
  const rule = rows[0]!.draft!;
  expect(rule).toMatchObject({
    title: '周日手冲',
    kind: 'sign_up',
    triggers: ['1'],
    where: { everywhere: false, groupIds: ['k1'], tags: ['护肤'] },
    reward: { points: 5 },
    limits: { perPerson: 1, total: 50 },
  });
  expect(windowInWords(rule.window)).toBe('11月22日（周日）20:00–21:00');
  expect(validateRule(rule, NOW)).toEqual([]);
});

test('a row that cannot be used still says its name, but never one that a spreadsheet would run', () => {
  expect(read(changed('类型', '什么')).rows[0]).toMatchObject({ title: '周日手冲', problems: [{}] });
  expect(read(changed('标题', '=1+1')).rows[0]!.title).toBe('');
});

test('every column is read', () => {
  const header = [...CSV_COLUMNS];
  const cells = (more: Record<string, string>) => header.map((column) => more[column] ?? '');
  const base = {
    标题: '早安',
    群: '所有群，除了咖啡一群，除了#门店',
    开始: '2026/12/1',
    结束: '2026年12月31日',
  };
  const result = readActivityRows(
    [
      header,
      cells({
        ...base,
        类型: '打卡',
        触发词: '＋１、早',
        每天时段: '7:00-9:00',
        星期: '工作日',
        积分: '２',
        每人每天次数: '1',
        每群名额: '30%',
        积分预算: '2000',
        连续奖励: '7=50；30=200',
        回复: '早呀 {count} 位',
      }),
      cells({ ...base, 类型: '投票', 选项: '1=拿铁；2=美式', 星期: '周一、周三' }),
      cells({ ...base, 类型: '问答', 问题: '哪种更酸？', 选项: 'A：浅烘|B：深烘', 答案: 'a' }),
    ],
    context,
  );
  expect(result.rows.flatMap(({ problems }) => problems)).toEqual([]);
  const [checkIn, vote, quiz] = result.rows.map(({ draft }) => draft!);
  expect(checkIn).toMatchObject({
    triggers: ['+1', '早'],
    where: { everywhere: true, exceptGroupIds: ['k1', 'w1', 'w2'] },
    limits: { perPersonPerDay: 1, perGroup: { sharePercent: 30 }, budgetPoints: 2000 },
    reward: { points: 2 },
    answer: { text: '早呀 {count} 位' },
    checkIn: {
      milestones: [
        { days: 7, points: 50 },
        { days: 30, points: 200 },
      ],
    },
  });
  expect(windowInWords(checkIn!.window)).toBe('12月1日到12月31日，工作日 07:00–09:00');
  expect(vote!.vote!.options).toEqual([
    { trigger: '1', label: '拿铁' },
    { trigger: '2', label: '美式' },
  ]);
  expect(vote!.window.weekdays).toEqual([1, 3]);
  expect(quiz!.quiz).toEqual({
    question: '哪种更酸？',
    options: [
      { trigger: 'A', label: '浅烘', correct: true },
      { trigger: 'B', label: '深烘', correct: false },
    ],
  });
});

describe('columns', () => {
  const table = (header: string[]) =>
    readActivityRows([header, GOOD], context).problems.map(({ column, code }) => `${column} ${code}`);
  test('a missing one is named', () =>
    expect(table(HEADER.filter((name) => name !== '开始'))).toEqual(['开始 column_missing']));
  test('an unknown one is named', () => expect(table([...HEADER, '颜色'])).toEqual(['颜色 column_unknown']));
  test('a doubled one is named', () => expect(table([...HEADER, '标题'])).toEqual(['标题 column_duplicate']));
  test('other names and a byte order mark are fine', () => {
    expect(
      table(
        HEADER.map((name) => ({ 标题: '\ufeff活动名称', 触发词: '口令', 开始: '开始时间' })[name] ?? name),
      ),
    ).toEqual([]);
  });
  test('an empty table says so', () => {
    expect(readActivityRows([], context).problems[0]?.code).toBe('table_empty');
    expect(read().problems[0]?.code).toBe('table_empty');
    expect(read(['', ' ']).problems[0]?.code).toBe('table_empty');
  });
  test('too many rows are refused whole', () => {
    const result = read(...Array.from({ length: CSV_ROWS_LIMIT + 1 }, () => GOOD));
    expect(result.problems[0]?.code).toBe('too_many_rows');
    expect(result.rows).toEqual([]);
  });
});

describe('formulas', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =cmd', '＝1', '=HYPERLINK("http://x")'])(
    '%j is refused',
    (cell) => {
      expect(codes(changed('标题', cell))).toEqual(['标题 formula_refused']);
    },
  );
  test.each(['+1', '＋１', '+1、来了'])('but %j is what people type', (cell) =>
    expect(codes(changed('触发词', cell))).toEqual([]),
  );
  test.each(['=1', '+SUM(A1)', '+1+cmd', '+1、=1', '@1', '-1', '\t+1'])('%j is no trigger', (cell) =>
    expect(codes(changed('触发词', cell))).toEqual(['触发词 formula_refused']),
  );
});

test.each([
  ['标题', '', 'cell_missing'],
  ['类型', '团购', 'kind_unknown'],
  ['群', '奶茶群', 'group_unknown'],
  ['群', '#奶茶', 'tag_unknown'],
  ['开始', '明天', 'time_malformed'],
  ['开始', '2026-02-30', 'no_such_date'],
  ['结束', '2026-11-22 25:00', 'time_malformed'],
  ['结束', '2026-11-22 19:00', 'end_before_start'],
  ['每天时段', '晚上', 'hours_malformed'],
  ['积分', '五', 'number_malformed'],
  ['积分', '99999', 'points_too_large'],
  ['总名额', '0', 'limit_not_whole'],
])('%s %j: %s', (column, cell, code) => expect(codes(changed(column, cell))).toContain(`${column} ${code}`));

test('a bad row does not stop the others, and is found by its line', () => {
  const { rows } = read(GOOD, changed('类型', 'x'), ['', ''], GOOD);
  expect(rows.map(({ row, draft }) => [row, draft !== undefined])).toEqual([
    [2, true],
    [3, false],
    [5, true],
  ]);
  expect(rows[1]!.problems[0]).toMatchObject({ row: 3, column: '类型' });
});

test('whatever the cells hold: no throw, and a draft can be launched', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom(...GOOD, '2026-12-01', '工作日', '1=a；2=b', '投票', '+1'),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 21 }), { maxLength: 4 }), (rows) => {
      for (const { draft, problems } of readActivityRows([[...CSV_COLUMNS], ...rows], context).rows) {
        expect(draft === undefined).toBe(problems.length > 0);
        if (draft) expect(validateRule(draft, NOW)).toEqual([]);
      }
    }),
  );
});
