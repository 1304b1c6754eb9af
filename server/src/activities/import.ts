import { type CsvContext, readActivityRows } from '@kouyi/shared/rules/activity-csv';
import type { ActivityRule } from '@kouyi/shared/types';
import { command, type CommandContext } from '../kernel/command';
import { readCsv } from '../kernel/csv';
import { inputHash } from '../kernel/ids';
import { Refusal } from '../kernel/refusals';
import { createActivity } from './commands';
import { wordsOf } from './views';

/** All drafts of a file or none. The same file imported twice by one person makes one set of drafts. */
const createAll = command<{ rules: readonly ActivityRule[]; fileKey: string }, string[]>(
  'activities.import',
  {
    async run({ rules, fileKey }, tx) {
      const ids: string[] = [];
      for (const [i, rule] of rules.entries()) {
        ids.push((await createActivity({ actor: tx.actor }, { rule, requestKey: `${fileKey}:${i}` }))._id);
      }
      return ids;
    },
  },
);

/**
 * Activities from a CSV file. A dry run says what each line would become; the real one saves all lines or none.
 * Refusals: `csv_malformed`, `csv_empty`, and the file's own problems (`column_unknown`, `column_missing`, …).
 */
export async function importActivities(
  context: CommandContext,
  { base64, dryRun }: { base64: string; dryRun: boolean },
  facts: CsvContext,
) {
  const { encoding, rows: table } = readCsv(base64);
  const read = readActivityRows(table, facts);
  const [problem] = read.problems;
  if (problem) {
    throw new Refusal(
      `csv_${problem.code}`,
      { zh: problem.message, en: 'csv table has a problem' },
      problem.column,
      { row: problem.row },
    );
  }
  const rows = read.rows.map((row) => ({
    line: row.row,
    title: row.title,
    words: row.draft ? wordsOf(row.draft) : [],
    problems: row.problems.map(({ column, code, message }) => ({ field: column, code, message })),
  }));
  const rules = read.rows.flatMap((row) => row.draft ?? []);
  const whole = rules.length === read.rows.length;
  const created = dryRun || !whole ? [] : await createAll(context, { rules, fileKey: inputHash(base64) });
  return { encoding, rows, created };
}
