import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { refusals } from './refusals';

const refuse = refusals({
  csv_malformed: { zh: '第 {line} 行附近的格式不对（引号没配对？），检查后再传。', en: 'csv does not parse' },
  csv_not_text: {
    zh: '这不是 CSV：像是 Excel 工作簿或「Unicode 文本」。在 Excel 里另存为「CSV UTF-8」再传。',
    en: 'not a csv file',
  },
  csv_empty: { zh: '表里没有内容，至少要有表头和一行。', en: 'csv has no rows' },
});

/**
 * A CSV file as rows of cells, header first. UTF-8 (with or without BOM) or GBK, whichever it is.
 * Refuses `csv_malformed` with the line, `csv_empty`, `csv_not_text`.
 */
export function readCsv(base64: string): { encoding: 'utf-8' | 'gbk'; rows: string[][] } {
  const bytes = Buffer.from(base64, 'base64');
  // A workbook has such bytes near its beginning, UTF-16 everywhere; a table in UTF-8 or GBK none.
  if (bytes.includes(0)) throw refuse('csv_not_text');
  const encoding = isUtf8(bytes) ? 'utf-8' : 'gbk';
  const text = iconv.decode(bytes, encoding);
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, trim: true });
  } catch (error) {
    throw refuse('csv_malformed', { details: { line: (error as { lines?: number }).lines ?? 1 } });
  }
  if (rows.length < 2) throw refuse('csv_empty');
  return { encoding, rows };
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * How a formula begins, also the full-width way: spreadsheets in Chinese take that for the same
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One CSV line. Cells that a spreadsheet would run as a formula are kept as text by a leading apostrophe. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells
    .map((cell) => {
      const text = typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);
      return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    })
    .join(',')}\r\n`;

/** Spreadsheets take UTF-8 for what it is only with this in front. */
export const BOM = '\ufeff';

/** Lines of a file that are sent together. */
export const CSV_CHUNK = 500;

/**
 * A CSV file in pieces that are sent while its rows are read, so that a hundred thousand of them take no more room than
 * five hundred.
 */
export async function* csvFile(
  header: readonly string[],
  rows: AsyncIterable<readonly (string | number)[]>,
): AsyncGenerator<string> {
  let piece = BOM + csvLine(header);
  let lines = 0;
  for await (const row of rows) {
    piece += csvLine(row);
    if ((lines += 1) % CSV_CHUNK > 0) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
