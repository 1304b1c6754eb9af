import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
import { boxNames } from '../draws';
import { command, type CommandContext, type Tx } from '../kernel/command';
import { indexBy } from '../kernel/collections';
import { BOM, csvLine, readCsv } from '../kernel/csv';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { shipOne } from './commands';
import { addressOf } from './destination';
import { Prizes, type PrizeRow } from './model';
import { refuse, shippingProblems } from './rules';

/** Lines of one file at most: they are sent in one transaction. */
const ROWS_MAX = 1_000;

const ID = '奖品编号';
const CARRIER = '快递公司';
const NUMBER = '快递单号';
const HEADER = [
  ID,
  '奖品',
  '盲盒',
  '收件人',
  '电话',
  '省',
  '市',
  '区县',
  '详细地址',
  '中奖日期',
  CARRIER,
  NUMBER,
];

/** What is to be sent, oldest first, with addresses; who took it and how much is written down. */
export const exportToShip = command<{ boxId?: string | undefined }, string>('prizes.export-addresses', {
  may: (actor) => assertEverywhere(actor, 'prizes.write'),
  async run({ boxId }, tx) {
    const rows = await native(Prizes)
      .find({ state: 'to_ship', ...(boxId === undefined ? {} : { boxId }) }, { session: tx.session })
      .sort({ wonAt: 1, _id: 1 })
      .limit(ROWS_MAX)
      .toArray();
    const names = await boxNames(rows.flatMap((row) => row.boxId ?? []));
    tx.audit({ subject: boxId ?? 'prizes', after: { addresses: rows.length } });
    return BOM + csvLine(HEADER) + rows.map((row) => toShipLine(row, names)).join('');
  },
});

function toShipLine(row: PrizeRow, names: Awaited<ReturnType<typeof boxNames>>): string {
  const to = addressOf(row);
  return csvLine([
    row._id,
    row.name,
    names.get(row.boxId ?? '')?.name ?? '',
    to?.name ?? '',
    to?.phone ?? '',
    to?.province ?? '',
    to?.city ?? '',
    to?.district ?? '',
    to?.detail ?? '',
    dayToText(shanghaiDay(row.wonAt)),
    '',
    '',
  ]);
}

/** One filled line of a file. */
interface ShippingLine {
  line: number;
  prizeId: string;
  name: string;
  carrier: string;
  trackingNo: string;
  problems: { field: string; code: string; message: string }[];
}

/** What a file comes to; read in the transaction that sends it, so that a dry run and the real one can't differ. */
async function readLines(
  tx: Tx,
  table: readonly string[][],
): Promise<{ lines: ShippingLine[]; prizes: Map<string, PrizeRow> }> {
  const header = table[0]!.map((cell) => cell.trim());
  const [id, carrier, number] = [ID, CARRIER, NUMBER].map((column) => {
    const at = header.indexOf(column);
    if (at < 0) throw refuse('csv_column_missing', { field: column, details: { column } });
    return at;
  }) as [number, number, number];
  const filled = table
    .slice(1)
    .map((cells, i) => ({
      line: i + 2,
      prizeId: (cells[id] ?? '').trim(),
      carrier: (cells[carrier] ?? '').trim(),
      // A spreadsheet shows a long number right only as text, with an apostrophe in front.
      trackingNo: (cells[number] ?? '').trim().replace(/^'/, ''),
    }))
    // What was not packed yet stays empty and is left for the next file.
    .filter((each) => each.carrier !== '' || each.trackingNo !== '');
  if (filled.length > ROWS_MAX) throw refuse('csv_too_long', { details: { limit: ROWS_MAX } });
  const prizes = indexBy(
    await native(Prizes)
      .find({ _id: { $in: filled.map(({ prizeId }) => prizeId) } }, { session: tx.session })
      .toArray(),
    ({ _id }) => _id,
  );
  const seen = new Set<string>();
  const lines = filled.map((each): ShippingLine => {
    const prize = prizes.get(each.prizeId);
    const problems = shippingProblems(each);
    const bad = (code: string, message: string) => void problems.push({ field: ID, code, message });
    if (!prize) bad('prize_unknown', '没有这个奖品编号，别改导出的那一列。');
    else if (prize.state !== 'to_ship' && prize.state !== 'shipped')
      bad('prize_not_to_ship', '这件奖品现在不用发货，把这一行删掉。');
    if (seen.has(each.prizeId)) bad('prize_twice', '同一件奖品写了两行，留一行。');
    seen.add(each.prizeId);
    return { ...each, name: prize?.name ?? '', problems };
  });
  return { lines, prizes };
}

const shipLines = command<
  { table: readonly string[][]; dryRun: boolean },
  { lines: ShippingLine[]; shipped: number }
>('prizes.import-shipping', {
  may: (actor) => assertEverywhere(actor, 'prizes.write'),
  async run({ table, dryRun }, tx) {
    const { lines, prizes } = await readLines(tx, table);
    if (dryRun || lines.some(({ problems }) => problems.length > 0)) return { lines, shipped: 0 };
    let shipped = 0;
    for (const each of lines) {
      const prize = prizes.get(each.prizeId)!;
      // The same file again changes nothing.
      if (prize.shipment?.trackingNo === each.trackingNo && prize.shipment.carrier === each.carrier) continue;
      await shipOne(tx, prize, each);
      shipped += 1;
    }
    if (shipped > 0) tx.audit({ subject: 'prizes', after: { shipped } });
    return { lines, shipped };
  },
});

/**
 * Shipping numbers from a file: the exported one with two columns filled. A dry run says what each line would do; the
 * real one sends all lines or none. Refuses `csv_column_missing`, `csv_too_long`, `csv_empty`, `csv_malformed`.
 */
export async function importShipping(
  context: CommandContext,
  { base64, dryRun }: { base64: string; dryRun: boolean },
) {
  const { encoding, rows: table } = readCsv(base64);
  const { lines, shipped } = await shipLines(context, { table, dryRun });
  return { encoding, rows: lines, shipped };
}
