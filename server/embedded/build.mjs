// Bundles the server process and the command line tool: `node server/embedded/build.mjs`.
import { build as esbuild } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Builds dist/process.js and dist/cli.js. */
export async function build() {
  await esbuild({
    entryPoints: [join(here, 'src/process.ts'), join(here, 'src/cli.ts')],
    outdir: join(here, 'dist'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // lmdb brings a compiled part and must stay a package of its own.
    external: ['lmdb'],
    sourcemap: true,
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
