/**
 * Activities from a table: rows of cells, already parsed from CSV, become drafts or problems. Pure,
 * so that the dry run and the import decide the same.
 *
 * Formulas: a cell that a spreadsheet would run (`=`, `+`, `-`, `@`, tab or carriage return in front, also full width
 * or behind spaces) is refused as `formula_refused`, in every column. One exception, in 触发词 only: a plus sign and
 * up to three digits (`+1`), because that is what people type in groups and a spreadsheet can only make the number 1
 * of it. Everything else with a plus in front stays refused there, too.
 */
import {
  ACTIVITY_KIND_NAMES,
  ACTIVITY_KINDS,
  type ActivityKind,
  type ActivityRule,
  type GroupLimit,
} from '../types';
import { newRule } from './blank';
import type { SentenceGroup } from './sentence/where';
import { clockMinutes, clockText, dayOf, isRealDate, shanghaiInstant } from './time';
import { validateRule } from './validate';

/** What is wrong, and where: `row` counts lines from 1 with the header as line 1; `column` is the heading. */
export interface CsvProblem {
  row: number;
  column: string;
  code: string;
  message: string;
}

/** One row: a whole rule, or what stops it from being one. */
export interface CsvRow {
  row: number;
  /** Its name as far as it can be read, so that people find the row again. */
  title: string;
  draft?: ActivityRule;
  problems: CsvProblem[];
}

export interface CsvResult {
  /** Problems of the table itself (columns, size); with any of them no row is read. */
  problems: CsvProblem[];
  rows: CsvRow[];
}

export interface CsvContext {
  now: Date;
  groups: readonly SentenceGroup[];
  tags: readonly string[];
}

export const CSV_ROWS_LIMIT = 500;
const CELL_LIMIT = 500;

/** The columns in the order of the sample file; the first five are required. */
export const CSV_COLUMNS = [
  '标题',
  '类型',
  '群',
  '开始',
  '结束',
  '触发词',
  '每天时段',
  '星期',
  '积分',
  '每人次数',
  '每人每天次数',
  '每群名额',
  '总名额',
  '积分预算',
  '连续奖励',
  '选项',
  '问题',
  '答案',
  '回复',
] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];
const REQUIRED: readonly CsvColumn[] = ['标题', '类型', '群', '开始', '结束'];
const ALIASES: Record<string, CsvColumn> = {
  活动名: '标题',
  活动名称: '标题',
  名称: '标题',
  玩法: '类型',
  群名: '群',
  群名称: '群',
  开始时间: '开始',
  结束时间: '结束',
  口令: '触发词',
  关键词: '触发词',
  时段: '每天时段',
  奖励积分: '积分',
  名额: '总名额',
  预算: '积分预算',
  总预算: '积分预算',
};

const FORMULA = /^(?:[\t\r]|\s*[=+\-@＝＋－＠])/;
const PLUS_TRIGGER = /^[+＋]\s*[0-9０-９]{1,3}$/;
const split = (cell: string): string[] =>
  cell
    .split(/[、,，;；|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Reads a table, header first. Never throws; empty rows are passed over. */
export const readActivityRows = (table: readonly (readonly string[])[], context: CsvContext): CsvResult => {
  const header = table[0];
  const problems: CsvProblem[] = [];
  if (!header)
    return {
      problems: [{ row: 1, column: '', code: 'table_empty', message: '文件是空的，第一行要是列名。' }],
      rows: [],
    };
  const columns = readHeader(header, problems);
  if (table.length - 1 > CSV_ROWS_LIMIT)
    problems.push({
      row: CSV_ROWS_LIMIT + 2,
      column: '',
      code: 'too_many_rows',
      message: `一次最多 ${CSV_ROWS_LIMIT} 行，分成几个文件导入。`,
    });
  if (problems.length > 0) return { problems, rows: [] };
  const rows = table
    .slice(1)
    .flatMap((cells, i) =>
      cells.every((cell) => cell.trim() === '') ? [] : [readRow(cells, columns, i + 2, context)],
    );
  if (rows.length === 0)
    problems.push({
      row: 2,
      column: '',
      code: 'table_empty',
      message: '只有列名，没有活动，从第二行起一行写一个。',
    });
  return { problems, rows };
};

const readHeader = (header: readonly string[], problems: CsvProblem[]): (CsvColumn | undefined)[] => {
  const add = (column: string, code: string, message: string) =>
    problems.push({ row: 1, column, code, message });
  const columns = header.map((cell) => {
    const name = cell
      .replace(/^\ufeff/, '')
      .normalize('NFKC')
      .trim();
    if (name === '') return undefined;
    const column =
      CSV_COLUMNS.find((known) => known === name) ??
      (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined);
    if (!column)
      add(
        name.slice(0, 40),
        'column_unknown',
        `不认识“${name.slice(0, 40)}”这一列，能用的列有：${CSV_COLUMNS.join('、')}。`,
      );
    return column;
  });
  for (const column of CSV_COLUMNS) {
    const times = columns.filter((one) => one === column).length;
    if (times > 1) add(column, 'column_duplicate', `“${column}”这一列出现了 ${times} 次，留一列。`);
    if (times === 0 && REQUIRED.includes(column))
      add(column, 'column_missing', `缺“${column}”这一列，加上再导入。`);
  }
  return columns;
};

type Say = (column: CsvColumn, code: string, message: string) => undefined;

const readRow = (
  cells: readonly string[],
  columns: readonly (CsvColumn | undefined)[],
  row: number,
  context: CsvContext,
): CsvRow => {
  const problems: CsvProblem[] = [];
  const say: Say = (column, code, message) => {
    problems.push({ row, column, code, message });
    return undefined;
  };
  const given = new Map<CsvColumn, string>();
  cells.forEach((cell, i) => {
    const column = columns[i];
    if (cell.trim() === '') return;
    if (!column)
      problems.push({
        row,
        column: '',
        code: 'cell_without_column',
        message: `第 ${i + 1} 格没有对应的列，多半是多了一个逗号。`,
      });
    else if (isFormula(cell, column))
      say(column, 'formula_refused', '这一格像是表格公式（以 = + - @ 开头），改成普通文字。');
    else if (cell.length > CELL_LIMIT) say(column, 'cell_too_long', `这一格太长了，${CELL_LIMIT} 个字以内。`);
    else given.set(column, cell.trim());
  });
  const refused = new Set(problems.map(({ column }) => column));
  for (const column of REQUIRED)
    if (!given.has(column) && !refused.has(column)) say(column, 'cell_missing', `“${column}”没填。`);
  const title = given.get('标题') ?? '';
  const draft = readDraft(given, say, context);
  if (!draft || problems.length > 0) return { row, title, problems };
  for (const { field, code, message } of validateRule(draft, context.now))
    problems.push({ row, column: columnOf(field), code, message });
  return problems.length > 0 ? { row, title, problems } : { row, title, draft, problems };
};

const isFormula = (cell: string, column: CsvColumn): boolean => {
  if (!FORMULA.test(cell)) return false;
  if (column !== '触发词' || /^[\t\r]/.test(cell)) return true;
  return split(cell).some((word) => FORMULA.test(word) && !PLUS_TRIGGER.test(word));
};

const FIELDS: [string, CsvColumn][] = [
  ['title', '标题'],
  ['window.startAt', '开始'],
  ['window.endAt', '结束'],
  ['window.dailyHours', '每天时段'],
  ['window.weekdays', '星期'],
  ['where', '群'],
  ['triggers', '触发词'],
  ['vote', '选项'],
  ['quiz.question', '问题'],
  ['quiz', '选项'],
  ['limits.perPersonPerDay', '每人每天次数'],
  ['limits.perPerson', '每人次数'],
  ['limits.perGroup', '每群名额'],
  ['limits.total', '总名额'],
  ['limits.budgetPoints', '积分预算'],
  ['reward', '积分'],
  ['checkIn', '连续奖励'],
  ['answer', '回复'],
];
const columnOf = (field: string): string => FIELDS.find(([path]) => field.startsWith(path))?.[1] ?? '';

const readDraft = (
  given: ReadonlyMap<CsvColumn, string>,
  say: Say,
  context: CsvContext,
): ActivityRule | undefined => {
  const cell = (column: CsvColumn) => given.get(column);
  const number = (column: CsvColumn): number | undefined => {
    const text = cell(column)?.normalize('NFKC');
    if (text === undefined) return undefined;
    return /^\d{1,9}$/.test(text)
      ? Number(text)
      : say(column, 'number_malformed', `“${column}”要填整数，比如 5。`);
  };
  const kind = kindOf(cell('类型'), say);
  const start = momentOf(cell('开始'), '开始', say);
  const end = momentOf(cell('结束'), '结束', say);
  const where = whereOf(cell('群'), say, context);
  const hours = hoursOf(cell('每天时段'), say);
  const weekdays = weekdaysOf(cell('星期'), say);
  const [perPerson, perPersonPerDay, total, budgetPoints] = [
    number('每人次数'),
    number('每人每天次数'),
    number('总名额'),
    number('积分预算'),
  ];
  const [perGroup, points] = [groupLimitOf(cell('每群名额'), say), number('积分')];
  const milestones = pairsOf(cell('连续奖励'), '连续奖励', say).map(([days, extra]) => ({
    days: Number(days),
    points: Number(extra),
  }));
  if (milestones.some((one) => !Number.isSafeInteger(one.days) || !Number.isSafeInteger(one.points)))
    say('连续奖励', 'milestones_malformed', '连续奖励写成“7=50；30=200”，表示连续 7 天加 50 积分。');
  const options = pairsOf(cell('选项'), '选项', say).map(([trigger, label]) => ({ trigger, label }));
  if (!kind || !start || !end || !where) return undefined;
  const fresh = newRule(kind, context.now);
  const reply = cell('回复');
  const personal = perPerson !== undefined || perPersonPerDay !== undefined;
  const right = cell('答案')?.normalize('NFKC').toUpperCase();
  return {
    ...fresh,
    title: cell('标题') ?? '',
    triggers: kind === 'vote' || kind === 'quiz' ? [] : split((cell('触发词') ?? '1').normalize('NFKC')),
    where,
    window: {
      startAt: start.from.toISOString(),
      endAt: end.to.toISOString(),
      ...(hours ? { dailyHours: hours } : {}),
      ...(weekdays ? { weekdays } : {}),
    },
    limits: {
      ...(personal ? {} : fresh.limits),
      ...(perPerson === undefined ? {} : { perPerson }),
      ...(perPersonPerDay === undefined ? {} : { perPersonPerDay }),
      ...(perGroup === undefined ? {} : { perGroup }),
      ...(total === undefined ? {} : { total }),
      ...(budgetPoints === undefined ? {} : { budgetPoints }),
    },
    reward: { points: points ?? 0 },
    answer: reply === undefined ? fresh.answer : { ...fresh.answer, text: reply },
    ...(fresh.checkIn ? { checkIn: { ...fresh.checkIn, milestones } } : {}),
    ...(fresh.vote ? { vote: { options } } : {}),
    ...(fresh.quiz
      ? {
          quiz: {
            question: cell('问题') ?? '',
            options: options.map((one) => ({ ...one, correct: one.trigger.toUpperCase() === right })),
          },
        }
      : {}),
  };
};

const KIND_ALIASES: Record<string, ActivityKind> = {
  签到: 'check_in',
  问答: 'quiz',
  答题: 'quiz',
  盲盒: 'blind_box',
  抽奖: 'blind_box',
  领券: 'coupon_grab',
};

const kindOf = (text: string | undefined, say: Say): ActivityKind | undefined => {
  if (text === undefined) return undefined;
  const kind =
    ACTIVITY_KINDS.find((one) => ACTIVITY_KIND_NAMES[one] === text) ??
    (Object.hasOwn(KIND_ALIASES, text) ? KIND_ALIASES[text] : undefined);
  return (
    kind ?? say('类型', 'kind_unknown', `类型填其中一种：${Object.values(ACTIVITY_KIND_NAMES).join('、')}。`)
  );
};

/** A date with a time, or a whole day: then it begins at 00:00 and, as an end, lasts to 24:00. */
const momentOf = (
  text: string | undefined,
  column: CsvColumn,
  say: Say,
): { from: Date; to: Date } | undefined => {
  if (text === undefined) return undefined;
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[\sT]*(\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(
    text.normalize('NFKC'),
  );
  const malformed = () => say(column, 'time_malformed', '时间写成 2026-12-12 20:00 这样的格式。');
  if (!found) return malformed();
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (!isRealDate(year, month, date))
    return say(column, 'no_such_date', `没有 ${month} 月 ${date} 日这一天，看看是不是写错了。`);
  const day = dayOf(year, month, date);
  if (found[4] === undefined) return { from: shanghaiInstant(day), to: shanghaiInstant(day + 1) };
  const minute = clockMinutes(`${found[4].padStart(2, '0')}:${found[5]!}`);
  return minute === undefined
    ? malformed()
    : { from: shanghaiInstant(day, minute), to: shanghaiInstant(day, minute) };
};

const hoursOf = (text: string | undefined, say: Say): ActivityRule['window']['dailyHours'] => {
  if (text === undefined || text === '全天') return undefined;
  const found = /^(\d{1,2}:\d{2})\s*(?:-|–|—|~|到|至)+\s*(\d{1,2}:\d{2})$/.exec(text.normalize('NFKC'));
  const [from, to] = [found?.[1], found?.[2]].map((clock) =>
    clock === undefined ? undefined : clockMinutes(clock.padStart(5, '0')),
  );
  if (from === undefined || to === undefined || from === 1440)
    return say('每天时段', 'hours_malformed', '时段写成 20:00-21:00 这样的格式。');
  return { from: clockText(from), to: clockText(to) };
};

const weekdaysOf = (text: string | undefined, say: Say): number[] | undefined => {
  const plain = text
    ?.normalize('NFKC')
    .replace(/每?(?:周|星期|礼拜)(?!末)/g, '')
    .replace(/\s/g, '');
  if (plain === undefined || plain === '每天') return undefined;
  if (plain === '工作日') return [1, 2, 3, 4, 5];
  if (/^每?周末$/.test(plain)) return [6, 7];
  const days = Array.from(
    plain.replace(/[、,;|和]/g, ''),
    (char) => '一二三四五六日'.indexOf(char.replace('天', '日')) + 1 || Number(char),
  );
  if (days.length === 0 || days.some((day) => !(day >= 1 && day <= 7)))
    return say('星期', 'weekday_unknown', '星期写成“周一、周三”“工作日”“周末”或“每天”。');
  return [...new Set(days)].sort();
};

const groupLimitOf = (text: string | undefined, say: Say): GroupLimit | undefined => {
  if (text === undefined) return undefined;
  const found = /^(\d{1,9})(%?)$/.exec(text.normalize('NFKC'));
  if (!found) return say('每群名额', 'number_malformed', '每群名额填人数或比例，比如 20 或 30%。');
  return found[2] === '%' ? { sharePercent: Number(found[1]) } : { count: Number(found[1]) };
};

const pairsOf = (text: string | undefined, column: CsvColumn, say: Say): [string, string][] =>
  (text ?? '')
    .split(/[;；|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part): [string, string][] => {
      const found = /^([^=:：＝]{1,20})[=:：＝](.+)$/.exec(part);
      if (found) return [[found[1]!.normalize('NFKC').trim(), found[2]!.normalize('NFKC').trim()]];
      say(
        column,
        'pairs_malformed',
        column === '选项' ? '选项写成“1=拿铁；2=美式”。' : '连续奖励写成“7=50；30=200”。',
      );
      return [];
    });

const whereOf = (
  text: string | undefined,
  say: Say,
  { groups, tags }: CsvContext,
): ActivityRule['where'] | undefined => {
  if (text === undefined) return undefined;
  const where: ActivityRule['where'] = {
    everywhere: false,
    groupIds: [],
    tags: [],
    unitIds: [],
    exceptGroupIds: [],
  };
  let ok = true;
  const fail = (code: string, message: string) => {
    ok = false;
    say('群', code, message);
  };
  for (const part of split(text)) {
    const except = /^(?:除了|除)(.+)$/.exec(part);
    const name = (except?.[1] ?? part).trim();
    const tag = /^(?:#|＃|标签[:：])(.+)$/.exec(name)?.[1]?.trim();
    if (!except && /^(?:所有|全部)的?群?$/.test(name)) where.everywhere = true;
    else if (tag !== undefined) {
      if (!tags.includes(tag)) fail('tag_unknown', `没有“${tag.slice(0, 40)}”这个标签，看看是不是写错了。`);
      else if (except)
        where.exceptGroupIds.push(...groups.filter((group) => group.tags.includes(tag)).map(({ id }) => id));
      else where.tags.push(tag);
    } else {
      const same = groups.filter((group) => group.name.trim() === name);
      if (same.length === 0)
        fail('group_unknown', `没找到叫“${name.slice(0, 40)}”的群，要和群名一字不差；按标签选就写“#标签”。`);
      else if (same.length > 1)
        fail('group_ambiguous', `有 ${same.length} 个群都叫“${name}”，先给其中一个改名或用标签来选。`);
      else (except ? where.exceptGroupIds : where.groupIds).push(same[0]!.id);
    }
  }
  return ok ? where : undefined;
};
