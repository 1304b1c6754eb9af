// `npm start`: installs what is missing, builds what has changed, starts the server.
import path from 'node:path';
import { bootstrap, fail, root } from './bootstrap.mjs';
import { build } from './build.mjs';
import { endWith, runNode } from './supervise.mjs';

async function start() {
  await bootstrap();
  await build(['database', 'server', 'console', 'h5']);
  endWith(runNode(path.join(root, 'server/dist/main.js')));
}

start().catch(fail);
