// A child that lives and ends with the command that started it.
import { spawn } from 'node:child_process';
import { root } from './bootstrap.mjs';

const LOOK_MS = 500;

/** Runs one of our Node programs at the repository's root, with this terminal's input and output. */
export const runNode = (file, args = []) =>
  spawn(process.execPath, ['--enable-source-maps', file, ...args], { cwd: root, stdio: 'inherit' });

/**
 * Calls `stop` once, when this process is asked to end: by a signal, or because npm, which started it, is gone
 * (npm passes a SIGTERM to its shell only, and the shell keeps it to itself).
 */
export function onEnd(stop) {
  let asked = false;
  const once = () => {
    if (asked) return;
    asked = true;
    stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, once);
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && once(), LOOK_MS).unref();
}

/** Passes the wish to end on to the child, and ends as it ended. */
export function endWith(child) {
  onEnd(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
