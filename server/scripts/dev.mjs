// `npm run dev`: the server, built anew and restarted when its sources change, and the console with hot reload.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { bootstrap, fail, root } from './bootstrap.mjs';
import { build } from './build.mjs';

const QUIET_MS = 300;

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
  const console_ = spawn(process.execPath, [path.join(root, 'server/node_modules/vite/bin/vite.js')], {
    cwd: path.join(root, 'server/console'),
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      console_.kill();
      server.once('exit', () => process.exit(0));
      server.kill('SIGTERM');
    });
  }
}

const startServer = () =>
  spawn(process.execPath, ['--enable-source-maps', path.join(root, 'server/dist/main.js')], {
    cwd: root,
    stdio: 'inherit',
  });

dev().catch(fail);
