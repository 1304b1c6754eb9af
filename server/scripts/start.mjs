// `npm start`: installs what is missing, builds what has changed, starts the server.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { bootstrap, fail, root } from './bootstrap.mjs';
import { build } from './build.mjs';

async function start() {
  await bootstrap();
  await build(['database', 'server', 'console', 'h5']);
  const server = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'server/dist/main.js')], {
    cwd: root,
    stdio: 'inherit',
  });
  // Ctrl+C reaches the whole group by itself; a signal to this process alone is passed on.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

start().catch(fail);
