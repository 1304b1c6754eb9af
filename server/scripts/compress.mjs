// Writes .gz and .br beside the text files of a built site, so that the server never compresses while people wait.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TEXT = /\.(js|css|html|svg|json|ttf)$/;
const WORTH_BYTES = 1_024;

const isFresh = (made, from) => {
  try {
    return statSync(made).mtimeMs >= statSync(from).mtimeMs;
  } catch {
    return false;
  }
};

/** Compresses what changed since the last time. */
export function compressSite(dir) {
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !TEXT.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    if (statSync(file).size < WORTH_BYTES || (isFresh(`${file}.gz`, file) && isFresh(`${file}.br`, file)))
      continue;
    const bytes = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    );
  }
}
