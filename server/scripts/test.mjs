// `npm test`: build, then all tests; `npm test -- --selectProjects unit` or a path runs only those.
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

async function test() {
  await bootstrap();
  const given = process.argv.slice(2);
  const long = given.includes('--long');
  const args = given.filter((arg) => arg !== '--long');
  const { build } = await import('./build.mjs');
  const needsScreens = args.length === 0 || /miniapp|browser/.test(args.join(' '));
  await build(needsScreens ? undefined : ['database', 'server']);
  process.exit(await jest(args, long));
}

test().catch(fail);
