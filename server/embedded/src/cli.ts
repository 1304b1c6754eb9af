import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkDirectory } from './admin/check';
import { restoreBackup, verifyBackup, writeBackup } from './admin/backup';
import { ownerOf } from './admin/owner';
import { openEnvironment } from './storage/environment';
import { startServer, type ServerOptions } from './server';

const USAGE = `usage:
  db [--port N | --socket PATH] [--data DIR] [--password P] [--test]   run the database alone
  db check DIR                     verify a directory that nobody serves
  db backup DIR TARGET             copy a directory that nobody serves (a running server: see below)
  db restore TARGET DIR            put a backup into an empty directory
  db verify TARGET                 check a backup's checksums

A running server copies itself when a client asks: db.adminCommand({ kouyiBackup: "/absolute/target" }).`;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      socket: { type: 'string' },
      data: { type: 'string' },
      password: { type: 'string' },
      test: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const [command, first, second] = positionals;
  switch (command) {
    case undefined:
      return serve(values);
    case 'check':
      return check(wanted(first));
    case 'backup':
      return backup(wanted(first), wanted(second));
    case 'restore':
      say(
        `restored the backup of ${(await restoreBackup(resolve(wanted(first)), resolve(wanted(second)))).at}`,
      );
      return 0;
    case 'verify':
      say(`the backup of ${(await verifyBackup(resolve(wanted(first)))).at} is whole`);
      return 0;
    default:
      throw new Error(`unknown command ${command}\n${USAGE}`);
  }
}

function wanted(value: string | undefined): string {
  if (value === undefined) throw new Error(USAGE);
  return value;
}

async function serve(values: {
  port?: string;
  socket?: string;
  data?: string;
  password?: string;
  test?: boolean;
}): Promise<number> {
  const port = Number(values.port ?? 27099);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port wants a number up to 65535, not ${values.port}`);
  const options: ServerOptions = {
    dataDir: values.data ?? '.data/db',
    address: values.socket === undefined ? { port } : { socket: resolve(values.socket) },
  };
  if (values.password !== undefined) options.password = values.password;
  if (values.test) options.testMode = true;
  const server = await startServer(options);
  say(server.uri);
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  await server.stop();
  return 0;
}

async function check(dir: string): Promise<number> {
  const owner = ownerOf(resolve(dir));
  if (owner !== undefined)
    throw new Error(
      `${dir} is being served by process ${owner}; stop it first, or run validate through a client`,
    );
  const result = await checkDirectory(resolve(dir));
  for (const finding of result.findings) say(finding);
  say(
    `${result.collections} collections, ${result.documents} documents, ${result.indexEntries} index entries, ${result.findings.length} findings`,
  );
  return result.findings.length > 0 ? 1 : 0;
}

async function backup(dir: string, target: string): Promise<number> {
  const owner = ownerOf(resolve(dir));
  if (owner !== undefined) {
    throw new Error(
      `${dir} is being served by process ${owner}; ask that server: db.adminCommand({ kouyiBackup: ${JSON.stringify(resolve(target))} })`,
    );
  }
  const env = openEnvironment(resolve(dir));
  try {
    const manifest = await writeBackup(env, resolve(target));
    say(`backed up at ${manifest.at}`);
  } finally {
    await env.root.close();
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
