// Lets scripts use what tests stand on (Chromium with Chinese letters, the server as a process) without a second copy.
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './bootstrap.mjs';

const require = createRequire(import.meta.url);

/** Compiles files of test/support and loads them; answers everything they export. */
export async function testSupport(...names) {
  // As deep below the root as test/support, since the files find the root from where they stand.
  const outdir = path.join(root, 'test/dist');
  await build({
    entryPoints: names.map((name) => path.join(root, 'test/support', `${name}.ts`)),
    outdir,
    bundle: true,
    platform: 'node',
    packages: 'external',
    format: 'cjs',
    logLevel: 'error',
  });
  return Object.assign({}, ...names.map((name) => require(path.join(outdir, `${name}.js`))));
}
