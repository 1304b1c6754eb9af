// Bundles the server and its command line tools into server/dist; packages stay outside.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Our own workspaces are bundled, everything from npm is required at run time. */
const packagesOutside = {
  name: 'packages-outside',
  setup(on) {
    on.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || name.startsWith('@kouyi/') ? undefined : { path: name, external: true },
    );
  },
};

export async function buildServer() {
  await build({
    entryPoints: {
      main: path.join(root, 'server/src/main.ts'),
      config: path.join(root, 'server/scripts/config.ts'),
      audit: path.join(root, 'server/scripts/audit.ts'),
      backup: path.join(root, 'server/scripts/backup.ts'),
      'bench-tags': path.join(root, 'server/scripts/bench-tags.ts'),
      'bench-ingest': path.join(root, 'server/scripts/bench-ingest.ts'),
      'bench-large': path.join(root, 'server/scripts/bench-large.ts'),
      'bench-draws': path.join(root, 'server/scripts/bench-draws.ts'),
      'bench-orders': path.join(root, 'server/scripts/bench-orders.ts'),
      'bench-poster': path.join(root, 'server/scripts/bench-poster.ts'),
    },
    outdir: path.join(root, 'server/dist'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [packagesOutside],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildServer();
