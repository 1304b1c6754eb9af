// `npm run check`: types, lint, format, domain boundaries, dead code, what the pages name. All are run, then all failures are shown.
import { bootstrap, fail, inLanes, run, step } from './bootstrap.mjs';

const npx = (name, ...args) => run(process.execPath, [`node_modules/${name}`, ...args]);

const typesAndLint = 'server/scripts/types-and-lint.mjs';

const checks = [
  // The longest first: the others fit beside it.
  ['类型和规范：服务端、共用、测试', () => run(process.execPath, [typesAndLint, '.'])],
  ['类型和规范：运营后台', () => run(process.execPath, [typesAndLint, 'server/console'])],
  ['类型和规范：小程序', () => run(process.execPath, [typesAndLint, 'miniapp'])],
  ['格式', () => npx('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  [
    '领域边界',
    () =>
      npx(
        'dependency-cruiser/bin/dependency-cruise.mjs',
        'server/src',
        'server/embedded/src',
        'shared/src',
        'miniapp/src',
        'server/console/src',
        '--config',
        '.dependency-cruiser.cjs',
      ),
  ],
  ['无用代码', () => npx('knip/bin/knip.js')],
  ['说明文档', () => run(process.execPath, ['server/scripts/check-docs.mjs'])],
];

/** Runs every check, two at a time, whatever the others found. @throws Error with the output of all that failed */
async function check() {
  const failures = [];
  const works = checks.map(
    ([name, work]) =>
      () =>
        step(name, work).catch((error) => failures.push(`── ${name}\n${error.message}`)),
  );
  await inLanes(2, works);
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
}

bootstrap().then(check).catch(fail);
