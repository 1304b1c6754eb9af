// `npm run build`: everything that is built; `npm run build weapp` and so on for a part of it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, fail, inLanes, root, run, step } from './bootstrap.mjs';
import { compressSite } from './compress.mjs';

const node = (file, ...args) => run(process.execPath, [path.join(root, file), ...args]);

const site = async (file, args, dir) => {
  await node(file, ...args);
  compressSite(path.join(root, dir));
};

/** Each part skips itself when nothing it is made of has changed. Types are for `npm run check`. */
const parts = {
  database: ['内嵌数据库', () => node('server/embedded/build.mjs')],
  server: ['服务端', () => node('server/scripts/build-server.mjs')],
  console: ['运营后台', () => site('server/console/build.mjs', [], 'server/console/dist')],
  h5: [
    '小程序（网页版）',
    () => site('server/scripts/build-miniapp.mjs', ['h5', '--no-types'], 'miniapp/dist/h5'),
  ],
  weapp: ['小程序（微信版）', () => node('server/scripts/build-miniapp.mjs', 'weapp', '--no-types')],
};

/** Two at a time: the two faces of the mini-program take as long as everything else. @throws Error for an unknown name */
export async function build(names = Object.keys(parts)) {
  const unknown = names.find((name) => !parts[name]);
  if (unknown) throw new Error(`不认识的构建部分 ${unknown}，可选：${Object.keys(parts).join(' ')}`);
  const works = names.map((name) => () => step(`构建${parts[name][0]}`, parts[name][1]));
  await inLanes(2, works);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  bootstrap()
    .then(() => build(names.length > 0 ? names : undefined))
    .catch(fail);
}
