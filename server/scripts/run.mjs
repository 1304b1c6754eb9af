// Runs one of the server's command line tools, built from the present sources: `node run.mjs audit`.
import path from 'node:path';
import { bootstrap, fail, root } from './bootstrap.mjs';
import { endWith, runNode } from './supervise.mjs';

const tools = {
  config: ['server/dist/config.js'],
  audit: ['server/dist/audit.js'],
  backup: ['server/dist/backup.js'],
  restore: ['server/embedded/dist/cli.js', 'restore'],
  db: ['server/embedded/dist/cli.js'],
  'bench-db': ['server/embedded/bench.mjs'],
  'bench-ingest': ['server/dist/bench-ingest.js'],
  'bench-draws': ['server/dist/bench-draws.js'],
  'bench-large': ['server/dist/bench-large.js'],
  'bench-tags': ['server/dist/bench-tags.js'],
  'bench-orders': ['server/dist/bench-orders.js'],
  'bench-poster': ['server/dist/bench-poster.js'],
  'bench-h5': ['server/scripts/bench-h5.mjs'],
};

async function main() {
  const [name, ...args] = process.argv.slice(2);
  const tool = tools[name];
  if (!tool) throw new Error(`unknown tool ${name}; there are ${Object.keys(tools).join(', ')}`);
  await bootstrap();
  const { build: buildDatabase } = await import('../embedded/build.mjs');
  const { buildServer } = await import('./build-server.mjs');
  await Promise.all([buildDatabase(), buildServer()]);
  const [file, ...before] = tool;
  endWith(runNode(path.join(root, file), [...before, ...args]));
}

main().catch(fail);
