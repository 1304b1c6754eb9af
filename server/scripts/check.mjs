// `npm run check`: types, lint, format, domain boundaries, dead code. All are run, then all failures are shown.
import { fileURLToPath } from 'node:url';
import { bootstrap, fail, run, step } from './bootstrap.mjs';

const npx = (name, ...args) => run(process.execPath, [`node_modules/${name}`, ...args]);

const checks = [
  // The longest first: the others fit beside it.
  ['规范', () => npx('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
  ['类型：服务端、共用、测试', () => npx('typescript/bin/tsc', '-p', '.')],
  ['类型：运营后台', () => npx('typescript/bin/tsc', '-p', 'server/console')],
  ['类型：小程序', () => npx('typescript/bin/tsc', '-p', 'miniapp')],
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
];

/** Runs every check, two at a time. @throws Error with the output of all that failed */
export async function check() {
  const failures = [];
  const queue = [...checks];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, work] = next;
      await step(name, work).catch((error) => failures.push(`── ${name}\n${error.message}`));
    }
  };
  await Promise.all([worker(), worker()]);
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) bootstrap().then(check).catch(fail);
