import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { log } from '../kernel/log';
import { metrics } from '../kernel/metrics';
import { asSystem } from '../kernel/command';
import { newId } from '../kernel/ids';
import { native } from '../kernel/store';
import { auditLedger, type LedgerReport } from './audit';
import { AuditRuns } from './model';

/** A report with a signature over its exact JSON text, so that a paper trail can be checked years later. */
export interface SignedReport {
  readonly report: LedgerReport;
  readonly signature: {
    readonly algorithm: 'Ed25519';
    /** First 16 hex digits of the SHA-256 of the public key. */
    readonly keyId: string;
    /** PEM; the private half never leaves the data folder. */
    readonly publicKey: string;
    readonly value: string;
  };
}

const KEY_FILE = 'audit-key.pem';
let keyFolder: string | undefined;

/** Where the signing key lies, or is made at the first audit: the data folder, readable by its owner only. */
export const useAuditKeyIn = (dataDir: string): void => void (keyFolder = dataDir);

async function privateKeyPem(): Promise<string> {
  if (keyFolder === undefined) throw new Error('no folder for the audit key');
  const file = path.join(keyFolder, KEY_FILE);
  await mkdir(keyFolder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const fresh = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  try {
    // `wx`: of two processes that begin at once, one makes the key and both use it.
    await writeFile(file, fresh, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
    return readFile(file, 'utf8');
  }
}

/** Audits the ledger and signs what it found. */
export async function signedAudit(): Promise<SignedReport> {
  const report = await auditLedger();
  const key = createPrivateKey(await privateKeyPem());
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return {
    report,
    signature: {
      algorithm: 'Ed25519',
      keyId: createHash('sha256').update(publicKey).digest('hex').slice(0, 16),
      publicKey,
      value: sign(null, Buffer.from(JSON.stringify(report)), key).toString('base64'),
    },
  };
}

/** Whether a report is exactly what was signed by the key it names. */
export const isUntouched = ({ report, signature }: SignedReport): boolean =>
  verify(
    null,
    Buffer.from(JSON.stringify(report)),
    signature.publicKey,
    Buffer.from(signature.value, 'base64'),
  );

/** The daily audit: kept for people to read; a difference is an alarm in the log and the metrics. */
export async function auditDaily(): Promise<void> {
  const signed = await signedAudit();
  const { report } = signed;
  await asSystem('ledger.keep-audit', async ({ session }) => {
    await native(AuditRuns).insertOne(
      {
        _id: newId('lad'),
        at: new Date(report.at),
        transactions: report.transactions,
        entries: report.entries,
        accounts: report.accounts,
        differences: report.findings.length,
        seconds: report.seconds,
        report: signed,
      },
      { session },
    );
  });
  metrics.ledgerDifferences.set(report.findings.length);
  if (report.findings.length > 0)
    log.error(
      { findings: report.findings.slice(0, 20), differences: report.findings.length },
      'LEDGER DIFFERS: balances and entries do not agree; see npm run audit',
    );
}
