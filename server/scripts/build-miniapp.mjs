#!/usr/bin/env node
/**
 * Builds the mini-program: `node server/scripts/build-miniapp.mjs [weapp] [h5] [--force] [--no-types]` (default: both).
 * A target whose sources have not changed is left alone. Exits non-zero when a build or the type check fails; Taro
 * itself ends with 0 on type errors and on some failed builds, so its output is looked at, too.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const miniapp = path.join(root, 'miniapp');
const TARGETS = { weapp: 'app.json', h5: 'index.html' };

const args = process.argv.slice(2);
const unknown = args.filter((arg) => !(arg in TARGETS) && !['--force', '--no-types'].includes(arg));
if (unknown.length > 0) {
  console.error(
    `build-miniapp: unknown argument ${unknown.join(', ')}; known: weapp, h5, --force, --no-types`,
  );
  process.exit(2);
}
const named = args.filter((arg) => arg in TARGETS);
const targets = named.length > 0 ? named : Object.keys(TARGETS);

/** Every file below, in a fixed order. */
const filesBelow = (folder) =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
    );

/** One number for everything a build depends on; tests beside the sources are no part of it. */
const sourcesHash = () => {
  const hash = createHash('sha256').update(process.env.KOUYI_API_BASE ?? '');
  const files = [
    ...['miniapp/src', 'miniapp/config', 'miniapp/types', 'shared/src'].flatMap((dir) =>
      filesBelow(path.join(root, dir)),
    ),
    ...[
      'miniapp/babel.config.js',
      'miniapp/package.json',
      'miniapp/tsconfig.json',
      'tsconfig.json',
      'package-lock.json',
    ].map((file) => path.join(root, file)),
  ].filter((file) => !/\.test\.tsx?$/.test(file));
  for (const file of files)
    hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
};

/** Outside the output folder, which Taro empties before it builds. */
const stampOf = (target) => path.join(miniapp, 'dist', `${target}.stamp`);
const isFresh = (target, hash) =>
  !args.includes('--force') &&
  fs.existsSync(path.join(miniapp, 'dist', target, TARGETS[target])) &&
  fs.existsSync(stampOf(target)) &&
  fs.readFileSync(stampOf(target), 'utf8') === hash;

/** The script behind a package's command, wherever npm put the package. */
const commandOf = (name, file) =>
  path.join(
    path.dirname(createRequire(path.join(miniapp, 'package.json')).resolve(`${name}/package.json`)),
    file,
  );

/** Runs a script of Node's; resolves with its exit code and what it printed. */
const run = (script, scriptArgs, env = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...scriptArgs], {
      cwd: miniapp,
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);

const build = async (target, hash) => {
  const since = Date.now();
  console.log(`mini-program: building ${target} …`);
  fs.rmSync(stampOf(target), { force: true });
  const taro = commandOf('@tarojs/cli', 'bin/taro');
  const { code, output } = await run(taro, ['build', '--type', target], { TARO_ENV: target });
  const built = fs.existsSync(path.join(miniapp, 'dist', target, TARGETS[target]));
  if (code !== 0 || !built || /✖ Errors|Compiled with some errors/.test(output)) {
    console.error(output.trim());
    console.error(
      `mini-program: ${target} failed (exit code ${code}${built ? '' : ', nothing was written'})`,
    );
    return false;
  }
  fs.writeFileSync(stampOf(target), hash);
  console.log(`mini-program: ${target} built in ${seconds(since)} s → miniapp/dist/${target}`);
  return true;
};

const checkTypes = async () => {
  const since = Date.now();
  const { code, output } = await run(commandOf('typescript', 'bin/tsc'), ['-p', '.']);
  if (code !== 0) {
    console.error(output.trim());
    console.error('mini-program: types are wrong');
    return false;
  }
  console.log(`mini-program: types checked in ${seconds(since)} s`);
  return true;
};

const hash = sourcesHash();
const stale = targets.filter((target) => !isFresh(target, hash));
for (const target of targets.filter((one) => !stale.includes(one)))
  console.log(`mini-program: ${target} is up to date`);
if (stale.length > 0) {
  const work = stale.map((target) => build(target, hash));
  if (!args.includes('--no-types')) work.push(checkTypes());
  if ((await Promise.all(work)).includes(false)) {
    // A wrong type must be told again next time, although both builds came out.
    for (const target of stale) fs.rmSync(stampOf(target), { force: true });
    process.exit(1);
  }
}
