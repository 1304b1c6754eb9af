import { withStore } from '../src/database';
import { readConfig } from '../src/config';
import { auditLedger } from '../src/ledger';

/** `npm run audit`: recomputes every balance from the entries; exits with 1 on any difference. */
async function main(): Promise<void> {
  const report = await withStore(readConfig(), auditLedger);
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.findings.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
