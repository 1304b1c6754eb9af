import { type Config, readConfig } from './config';
import { startApp } from './app';
import type { DatabaseLost } from './database';
import { seedDemo, storyProgress, useRestart } from './demo';
import { system } from './kernel/actor';
import { log } from './kernel/log';
import { databaseLostInWords, startErrorInWords } from './start-errors';

const TELL_EVERY_MS = 4_000;

/** Whoever starts for the first time sees that something goes on, and how far it is. */
function tellProgress(): void {
  const progress = storyProgress();
  if (progress !== undefined)
    process.stdout.write(`  第一次启动，正在装演示品牌和它的八周历史：${Math.round(progress * 100)}%\n`);
}

/** Starts the server, prints where it is, and stops it cleanly when asked. */
async function main(config: Config): Promise<void> {
  // Without its database this process could only refuse: whoever started it starts it again.
  const onLost = (how: DatabaseLost): void => {
    void databaseLostInWords(how, config).then((words) => {
      process.stderr.write(`${words}\n`);
      process.exit(1);
    });
  };
  let app = await startApp(config, onLost);
  // Without another server's database nobody else stands on this one: it can be started anew.
  if (config.MONGODB_URI === undefined)
    useRestart(async () => {
      const port = config.PORT || Number(new URL(app.url).port);
      await app.stop();
      app = await startApp({ ...config, PORT: port }, onLost);
    });
  if (config.demo && config.ROLES.includes('worker')) {
    const told = setInterval(tellProgress, TELL_EVERY_MS);
    await seedDemo({ actor: system('demo') }, { alone: config.MONGODB_URI === undefined });
    clearInterval(told);
  }
  // Before the address is printed: who reads it may ask for the end at once.
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (app.url) {
    const lines = [
      `  小程序（网页版）  ${app.url}/m/`,
      `  运营后台          ${app.url}/console/`,
      `  API 文档          ${app.url}/api/docs`,
      ...(app.firstPassword === undefined
        ? []
        : [`  管理员登录 admin，首次密码 ${app.firstPassword}（登录后请修改）`]),
    ];
    process.stdout.write(`\n扣一已启动：\n${lines.join('\n')}\n\n`);
  }
}

function giveUp(error: unknown, config?: Config): never {
  process.stderr.write(`${startErrorInWords(error, config)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}

try {
  const config = readConfig();
  main(config).catch((error: unknown) => giveUp(error, config));
} catch (error) {
  giveUp(error);
}
