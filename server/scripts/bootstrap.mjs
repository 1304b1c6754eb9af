// What every command needs first, with nothing but Node: the right Node, and the packages of the lock file.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const stamp = path.join(root, 'node_modules/.installed-from');

const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

/** Runs a step with its name and time on one line; what it prints is shown only if it fails. */
export async function step(name, work) {
  const from = Date.now();
  const live = process.stderr.isTTY;
  if (!live) process.stderr.write(`· ${name}…\n`);
  const timer = live && setInterval(() => process.stderr.write(`\r· ${name}… ${seconds(from)} `), 200);
  try {
    const result = await work();
    if (live) process.stderr.write(`\r✓ ${name}  ${seconds(from)}      \n`);
    else process.stderr.write(`✓ ${name}  ${seconds(from)}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${live ? '\r' : ''}✗ ${name}  ${seconds(from)}\n`);
    throw error;
  } finally {
    if (timer) clearInterval(timer);
  }
}

/** Does all of it, `lanes` pieces at a time, in the order given; a failure ends it when what runs beside has ended. */
export async function inLanes(lanes, works) {
  const queue = [...works];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      try {
        await next();
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = ends.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

/** Runs a command and resolves with its output; rejects with the output when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: options.inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${output}`));
    });
  });
}

/** Makes sure that Node is recent enough and that the packages of the lock file are installed. */
export async function bootstrap() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(
      `需要 Node 20.19 或更新的版本，现在是 ${process.versions.node}。到 https://nodejs.org 安装后再试。`,
    );
  }
  const lockHash = () =>
    createHash('sha256')
      .update(readFileSync(path.join(root, 'package-lock.json')))
      .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Not `npm ci`: npm 11 takes optional packages of other platforms for missing and refuses a good lock file.
  await step('安装依赖（第一次约一分钟）', () =>
    run(npm, ['install', '--no-audit', '--no-fund'], { shell: process.platform === 'win32' }),
  );
  writeFileSync(stamp, lockHash());
}

/** Ends the process with the message of an error a person can act on. */
export function fail(error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
