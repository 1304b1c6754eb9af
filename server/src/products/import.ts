import { fenOf, yuan } from '@kouyi/shared/rules/money';
import type { CommandContext } from '../kernel/command';
import { readCsv } from '../kernel/csv';
import { native } from '../kernel/store';
import { type ProductInput, saveProducts } from './commands';
import { Products, type ProductRow } from './model';
import { productIdOf, refuse } from './rules';

const COLUMNS = {
  code: ['商品编码', '编码', 'code'],
  name: ['商品名称', '名称', 'name'],
  category: ['分类', 'category'],
  price: ['价格', '售价', 'price'],
  cost: ['成本', 'cost'],
  skus: ['SKU', 'sku', 'skus'],
  page: ['页面', 'page'],
  onSale: ['在售', 'on_sale'],
} as const;
type Field = keyof typeof COLUMNS;
const REQUIRED: readonly Field[] = ['code', 'name', 'category', 'price'];
/** All of a file is one transaction. */
const ROWS_MAX = 2_000;
/** As much as a product may cost anywhere, in fen. */
const MOST_FEN = 1_000_000_000;
const PAGE_MAX = 200;

type Columns = ReadonlyMap<Field, number>;

interface Line {
  readonly line: number;
  readonly input?: ProductInput;
  readonly code: string;
  readonly name: string;
  readonly problems: string[];
}

/**
 * Products from a CSV file. A dry run says what each line would change; the real one saves all lines or, when one is
 * wrong, none. What a file has no column for stays as it is; an empty cell empties.
 * @throws Refusal `csv_malformed`, `csv_empty`, `csv_too_long`, `csv_column_missing` or `sku_taken` (409).
 */
export async function importProducts(
  context: CommandContext,
  { base64, dryRun }: { base64: string; dryRun: boolean },
) {
  const { encoding, rows: table } = readCsv(base64);
  if (table.length - 1 > ROWS_MAX) throw refuse('csv_too_long', { details: { limit: ROWS_MAX } });
  const columns = columnsOf(table[0]!);
  const lines = markTwins(table.slice(1).map((cells, i) => lineOf(cells, columns, i + 2)));
  const known = await native(Products)
    .find({ _id: { $in: lines.map(({ code }) => productIdOf(code)) } })
    .toArray();
  const byCode = new Map(known.map((row) => [row.code, row]));
  const read = lines.map(({ input, ...line }) => {
    const before = byCode.get(line.code);
    const whole = input && { ...input, ...keptOf(before, columns) };
    return { line, whole, effect: whole ? effectOf(before, whole) : ('wrong' as const) };
  });
  const rows = read.map(({ line, effect }) => ({ ...line, effect }));
  const whole = read.every(({ effect }) => effect !== 'wrong');
  const wanted = read.flatMap(({ whole: input, effect }) => (input && effect !== 'same' ? [input] : []));
  const saved = dryRun || !whole ? [] : await saveProducts(context, { products: wanted });
  return { encoding, rows, saved: saved.length };
}

function columnsOf(head: readonly string[]): Map<Field, number> {
  const found = new Map<Field, number>();
  for (const [field, names] of Object.entries(COLUMNS) as [Field, readonly string[]][]) {
    const at = head.findIndex((cell) => names.includes(cell.trim()));
    if (at >= 0) found.set(field, at);
    else if (REQUIRED.includes(field))
      throw refuse('csv_column_missing', { field: names[0]!, details: { column: names[0]! } });
  }
  return found;
}

/** What a product has that the file says nothing about. */
const keptOf = (before: ProductRow | undefined, columns: Columns): Partial<ProductInput> =>
  before
    ? {
        ...(columns.has('cost') ? {} : { costFen: before.costFen }),
        ...(columns.has('skus') ? {} : { skus: before.skus }),
        ...(columns.has('page') ? {} : { page: before.page }),
        ...(columns.has('onSale') ? {} : { onSale: before.onSale }),
      }
    : {};

function lineOf(cells: readonly string[], columns: Columns, line: number): Line {
  const cell = (field: Field): string => {
    const at = columns.get(field);
    return at === undefined ? '' : (cells[at] ?? '').trim();
  };
  const problems: string[] = [];
  const money = (field: 'price' | 'cost'): number | undefined => {
    if (cell(field) === '' && field === 'cost') return undefined;
    const fen = fenOf(cell(field));
    if (fen === undefined || fen < 0) problems.push(`${COLUMNS[field][0]}「${cell(field)}」不是金额`);
    else if (fen > MOST_FEN) problems.push(`${COLUMNS[field][0]}最多 ${yuan(MOST_FEN)} 元`);
    return fen;
  };
  const [code, name, category] = [cell('code'), cell('name'), cell('category')];
  if (!/^[\w.-]{1,40}$/.test(code)) problems.push('商品编码只能用字母、数字、点、横线，最多 40 个');
  if (name === '' || name.length > 80) problems.push('名称要填，最多 80 个字');
  if (category === '' || category.length > 40) problems.push('分类要填，最多 40 个字');
  const skus = cell('skus')
    .split(/[;；,，|\s]+/)
    .filter((sku) => sku !== '');
  if (skus.length > 50 || skus.some((sku) => sku.length > 64))
    problems.push('SKU 最多 50 个，每个最多 64 个字');
  const onSale = !['否', '下架', 'no', '0', 'false'].includes(cell('onSale').toLowerCase());
  const [priceFen, costFen] = [money('price'), money('cost')];
  const page = cell('page');
  if (page.length > PAGE_MAX) problems.push(`页面最多 ${PAGE_MAX} 个字`);
  const input: ProductInput = { code, name, category, priceFen: priceFen ?? 0, skus, onSale, costFen, page };
  return { line, code, name, problems, ...(problems.length === 0 ? { input } : {}) };
}

/** One product twice in a file: which line counts can't be known. */
function markTwins(lines: readonly Line[]): Line[] {
  const first = new Map<string, number>();
  return lines.map((each) => {
    const before = first.get(each.code);
    if (before === undefined) {
      first.set(each.code, each.line);
      return each;
    }
    const { input: _, ...rest } = each;
    return { ...rest, problems: [...each.problems, `和第 ${before} 行是同一个商品编码`] };
  });
}

function effectOf(before: ProductRow | undefined, input: ProductInput): 'new' | 'changed' | 'same' {
  if (!before) return 'new';
  const same =
    before.name === input.name &&
    before.category === input.category &&
    before.priceFen === input.priceFen &&
    before.costFen === input.costFen &&
    (before.page ?? '') === (input.page ?? '') &&
    before.onSale === input.onSale &&
    [...before.skus].sort().join() === [...new Set([input.code, ...input.skus])].sort().join();
  return same ? 'same' : 'changed';
}
