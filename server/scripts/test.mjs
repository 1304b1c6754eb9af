// `npm test`: build, then all checks beside all tests; `npm test -- --selectProjects unit` or a path runs only those tests.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { bootstrap, fail, root } from './bootstrap.mjs';

/** Runs the tests; answers the exit code. */
const jest = (args, long) =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        path.join(root, 'node_modules/jest/bin/jest.js'),
        '--config',
        'jest.config.cjs',
        ...(long && args.length === 0 ? ['--testPathPatterns', '\\.long\\.test\\.ts$'] : []),
        ...args,
      ],
      {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, ...(long ? { LONG: '1' } : {}), NODE_NO_WARNINGS: '1' },
      },
    );
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });

/** All checks, one at a time; what they found is said at once. Answers the exit code. */
async function checks() {
  const { check } = await import('./check.mjs');
  try {
    await check(1);
    return 0;
  } catch (error) {
    process.stderr.write(`\n${error.message}\n`);
    return 1;
  }
}

async function test() {
  await bootstrap();
  const given = process.argv.slice(2);
  const long = given.includes('--long');
  const args = given.filter((arg) => arg !== '--long');
  const whole = args.length === 0 && !long;
  const { build } = await import('./build.mjs');
  const needsScreens = args.length === 0 || /miniapp|browser/.test(args.join(' '));
  await build(needsScreens ? undefined : ['database', 'server']);
  // Tests wait for browsers and processes a good part of their time: the checks fit beside them.
  const codes = await Promise.all([jest(args, long), ...(whole ? [checks()] : [])]);
  // What failed beside the tests is not to be overlooked above a thousand lines that passed.
  if (codes[1]) process.stderr.write('\n✗ npm run check 没有通过：原因在上面，也可以单独再跑一次。\n');
  process.exit(Math.max(...codes));
}

test().catch(fail);
