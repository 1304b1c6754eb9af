// Builds the console into dist/, unless nothing it is made of has changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const stamp = join(here, 'dist/.sources');

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const sources = [
  ...['src', 'public'].flatMap((folder) => filesBelow(join(here, folder))),
  ...filesBelow(join(root, 'shared/src')),
  ...['index.html', 'vite.config.mts', 'package.json', 'build.mjs'].map((file) => join(here, file)),
  // A changed dependency changes the lock file.
  join(root, 'package-lock.json'),
].filter((file) => !file.endsWith('.test.ts'));

const hash = createHash('sha256');
for (const file of sources.sort())
  hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
const now = hash.digest('hex');

const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
if (before === now && existsSync(join(here, 'dist/index.html')) && !process.argv.includes('--force')) {
  console.log('console: unchanged since the last build');
} else {
  await build({ root: here, configFile: join(here, 'vite.config.mts'), logLevel: 'warn' });
  writeFileSync(stamp, now);
  console.log('console: built into server/console/dist');
}
