// `npm run dev`: the server, built anew and restarted when its sources change, and the console with hot reload.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bootstrap, fail, root } from './bootstrap.mjs';
import { build } from './build.mjs';
import { onEnd, runNode } from './supervise.mjs';

const QUIET_MS = 300;
const consoleFolder = path.join(root, 'server/console');

/** Vite's command, wherever npm has put the package. */
const viteIn = (folder) =>
  path.join(
    path.dirname(createRequire(path.join(folder, 'package.json')).resolve('vite/package.json')),
    'bin/vite.js',
  );

async function dev() {
  await bootstrap();
  await build(['database', 'server', 'h5']);
  let server = startServer();
  let timer;
  const rebuild = async () => {
    try {
      await build(['database', 'server']);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      server = startServer();
    } catch (error) {
      process.stderr.write(`${error.message}\n`);
    }
  };
  for (const folder of ['server/src', 'server/embedded/src', 'shared/src']) {
    watch(path.join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, QUIET_MS);
    });
  }
  const console_ = spawn(process.execPath, [viteIn(consoleFolder)], {
    cwd: consoleFolder,
    stdio: 'inherit',
    env: { ...process.env, KOUYI_API: `http://127.0.0.1:${process.env.PORT ?? 3000}` },
  });
  onEnd(() => {
    console_.kill();
    server.once('exit', () => process.exit(0));
    server.kill('SIGTERM');
  });
}

const startServer = () => runNode(path.join(root, 'server/dist/main.js'));

dev().catch(fail);
