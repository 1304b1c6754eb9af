import path from 'node:path';
import { z } from 'zod';

/**
 * Every setting of the server, read once at boot from the environment. Nothing else reads `process.env`.
 * `npm run config` lists them from here.
 */
const settings = {
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(3000)
    .describe('Port of the HTTP server; 0 picks a free one'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 to be reached from other machines'),
  PUBLIC_URL: z
    .url()
    .optional()
    .describe('Address under which people reach this server; default http://HOST:PORT'),
  PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(9)
    .optional()
    .describe(
      'How many proxies stand before this server; what they say of a caller’s address is believed. Default 1 with a PUBLIC_URL of https, which only a proxy can give, otherwise 0',
    ),
  DATA_DIR: z.string().default('.data').describe('Folder of the embedded database and of generated keys'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://')
    .optional()
    .describe('A MongoDB replica set or sharded cluster; absent: the embedded database in DATA_DIR'),
  MONGODB_DB: z
    .string()
    .regex(/^[\w-]{1,38}$/)
    .default('kouyi')
    .describe('Name of the database'),
  ROLES: z
    .string()
    .default('web,bot,worker')
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['web', 'bot', 'worker'])).min(1))
    .describe('What this process does: web, bot, worker; comma separated'),
  DEMO: z
    .enum(['on', 'off', 'auto'])
    .default('auto')
    .describe(
      'Demo brand and sign-in pickers: on, off, or auto (on only with the embedded database on this machine)',
    ),
  BRAND_NAME: z.string().min(1).max(40).default('晨露').describe('Name of the brand, shown to people'),
  ADMIN_PASSWORD: z
    .string()
    .min(10)
    .optional()
    .describe('First password of the login `admin`, used once when there is no staff yet'),
  WECHAT_APPID: z.string().optional().describe('AppID of the mini-program; absent: no WeChat sign-in'),
  WECHAT_SECRET: z.string().optional().describe('AppSecret of the mini-program'),
  WECHAT_API_URL: z
    .url()
    .default('https://api.weixin.qq.com')
    .describe('WeChat server API; tests point it at their own server'),
  SEAL_KEYS: z
    .string()
    .optional()
    .describe(
      'Keys for addresses, photos and other things encrypted at rest, id:base64 of 32 bytes, comma separated; the first encrypts, all decrypt. Absent: made once in DATA_DIR/seal-keys, which backups leave out: keep a copy elsewhere, and give the same keys to every process',
    ),
  WECHAT_NOTICE_TEMPLATE: z
    .string()
    .regex(/^[\w-]{8,80},\w+,\w+,\w+$/, 'must be templateId,titleField,textField,timeField')
    .optional()
    .describe(
      'Subscribe message that tells of an answer or a prize: its id and the names of its fields for title, text and time, e.g. Xy…,thing1,thing2,time3; absent: the inbox only',
    ),
  WECHATPAY_MCHID: z
    .string()
    .regex(/^\d{8,12}$/)
    .optional()
    .describe('Merchant number at WeChat Pay; absent: finance pays withdrawals by hand'),
  WECHATPAY_SERIAL: z.string().optional().describe('Serial number of the merchant’s API certificate'),
  WECHATPAY_KEY_FILE: z
    .string()
    .optional()
    .describe('File with the merchant’s API private key (apiclient_key.pem)'),
  WECHATPAY_PLATFORM_ID: z.string().optional().describe('Id of WeChat Pay’s public key (PUB_KEY_ID_…)'),
  WECHATPAY_PLATFORM_FILE: z.string().optional().describe('File with WeChat Pay’s public key (pub_key.pem)'),
  WECHATPAY_APIV3_KEY: z
    .string()
    .length(32)
    .optional()
    .describe('APIv3 key of the merchant, 32 characters; notifications are encrypted with it'),
  WECHATPAY_SCENE: z.string().default('1005').describe('Approved scene of the transfers; 1005 is commission'),
  WECHATPAY_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(60_000)
    .default(8_000)
    .describe('How long WeChat Pay’s answer is waited for; after that it is asked by the same number'),
  WECHATPAY_API_URL: z
    .url()
    .default('https://api.mch.weixin.qq.com')
    .describe('WeChat Pay’s API; tests point it at their own server'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('How much is logged'),
  PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe(
      'Partitions of the message path, never changed on a running system; default 4 with the embedded database (one process: few and large batches), 16 with MONGODB_URI (up to 16 bot processes)',
    ),
  BATCH_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(200)
    .describe('Messages decided in one transaction at most; 1 only to compare'),
  BATCHES_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(3)
    .describe('Transactions of the message path at once'),
  QUEUE_MAX: z.coerce
    .number()
    .int()
    .min(100)
    .max(1_000_000)
    .default(20_000)
    .describe('Messages waiting in memory before the door answers 503'),
} as const;

const schema = z.object(settings);

export type Config = Omit<z.output<typeof schema>, 'PARTITIONS' | 'PROXIES'> & {
  readonly PARTITIONS: number;
  readonly PROXIES: number;
  /** Whether people reach this server by https. */
  readonly https: boolean;
  /** Absolute path of the data folder. */
  readonly dataDir: string;
  /** Whether demo sign-ins are offered. */
  readonly demo: boolean;
};

/**
 * Reads and checks the settings.
 * @throws Error that names every wrong variable and what it should be.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(settings).flatMap((key) =>
      env[key] === undefined || env[key] === '' ? [] : [[key, env[key]]],
    ),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Settings are wrong (npm run config lists them all):\n${lines.join('\n')}`);
  }
  const value = parsed.data;
  const local = value.MONGODB_URI === undefined && ['127.0.0.1', 'localhost', '::1'].includes(value.HOST);
  const https = value.PUBLIC_URL?.startsWith('https:') ?? false;
  return {
    ...value,
    https,
    PROXIES: value.PROXIES ?? (https ? 1 : 0),
    PARTITIONS: value.PARTITIONS ?? (value.MONGODB_URI === undefined ? 4 : 16),
    dataDir: path.resolve(value.DATA_DIR),
    demo: value.DEMO === 'on' || (value.DEMO === 'auto' && local),
  };
}

/** One line a setting, for `npm run config`. */
export function describeSettings(): { name: string; fallback: string; meaning: string }[] {
  const defaults = schema.parse({}) as Record<string, unknown>;
  return Object.entries(settings).map(([name, type]) => ({
    name,
    fallback: defaults[name] === undefined ? '' : JSON.stringify(defaults[name]).replace(/["[\]]/g, ''),
    meaning: type.description ?? '',
  }));
}
