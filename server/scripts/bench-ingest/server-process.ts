import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The server under measurement: its own process, with its database as a child of its own. */
export interface MeasuredServer {
  readonly url: string;
  /** Milliseconds from starting the built files until it is ready. */
  readonly startMs: number;
  /** CPU seconds used so far by server and database. */
  cpuSeconds(): number;
  /** The largest sum of anonymous memory of server and database seen so far, in MB. */
  readonly peakAnonMb: () => number;
  readonly stop: () => Promise<void>;
}

const HERTZ = 100;
const SAMPLE_MS = 250;

/** Starts the built server and waits until it prints where it is. */
export async function startMeasured(env: Record<string, string>): Promise<MeasuredServer> {
  const from = Date.now();
  const child = spawn(process.execPath, [path.join(__dirname, 'main.js')], {
    env: { ...process.env, PORT: '0', DEMO: 'off', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await printedUrl(child);
  const startMs = Date.now() - from;
  let peak = 0;
  const sampler = setInterval(() => (peak = Math.max(peak, sum(family(child.pid!), anonMb))), SAMPLE_MS);
  return {
    url,
    startMs,
    cpuSeconds: () => sum(family(child.pid!), cpuSeconds),
    peakAnonMb: () => Math.round(peak),
    stop: () =>
      new Promise((resolve) => {
        clearInterval(sampler);
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const url = /(http:\/\/[^/\s]+)\/console\//.exec(seen)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the server ended at start with ${code}\n${seen}`)));
  });
}

const sum = (pids: readonly number[], of: (pid: number) => number): number =>
  pids.reduce((total, pid) => total + of(pid), 0);

/** A process and its children. */
function family(pid: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return [pid, ...all.filter((each) => statFields(each)?.[1] === String(pid))];
}

/** Fields of /proc/PID/stat behind the name: state, parent, … */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}

function cpuSeconds(pid: number): number {
  const fields = statFields(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) / HERTZ : 0;
}

function anonMb(pid: number): number {
  try {
    const kb = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}
