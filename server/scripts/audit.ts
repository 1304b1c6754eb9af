import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config';
import { withStore } from '../src/database';
import { isUntouched, signedAudit, type SignedReport, useAuditKeyIn } from '../src/ledger';
// The domains put what their records say beside the ledger's own checks.
import '../src/domains';

/**
 * `npm run audit`: recomputes every balance from the entries and every domain's totals from the ledger, and prints a
 * report signed by the key in the data folder; exits with 1 on a difference of one fen, point or chance.
 * `npm run audit -- --verify report.json` says whether a kept report is as it was signed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { verify: { type: 'string' } } });
  if (values.verify !== undefined) {
    const untouched = isUntouched(JSON.parse(await readFile(values.verify, 'utf8')) as SignedReport);
    process.stdout.write(untouched ? 'The report is as it was signed.\n' : 'The report was changed.\n');
    process.exitCode = untouched ? 0 : 1;
    return;
  }
  const config = readConfig();
  useAuditKeyIn(config.dataDir);
  const signed = await withStore(config, signedAudit);
  process.stdout.write(`${JSON.stringify(signed, null, 2)}\n`);
  process.exitCode = signed.report.findings.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
