import { describeSettings } from '../src/config';

/** `npm run config`: every setting, its default and what it means. */
for (const { name, fallback, meaning } of describeSettings()) {
  process.stdout.write(`${name.padEnd(16)} ${fallback.padEnd(28)} ${meaning}\n`);
}
