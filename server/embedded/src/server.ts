import { createHash } from 'node:crypto';
import { mkdirSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { takeOwnership } from './admin/owner';
import { dispatch, refusal } from './commands/dispatch';
import { purge } from './commands/schema';
import { Engine, SET_NAME } from './engine';
import { expireDocuments } from './ttl';
import { MAX_CONNECTIONS, WireServer, type Address } from './wire/server';

/** How to start a server. */
export interface ServerOptions {
  /** Directory of the data; made 0700 when it is missing. One server at a time may own it. */
  dataDir: string;
  /** A unix socket (the default, inside the data directory or the temp directory) or a loopback TCP port; 0 chooses one. */
  address?: Address;
  /** Clients log in as `kouyi` with this password (SCRAM-SHA-256). */
  password?: string;
  /** Allows configureFailPoint. */
  testMode?: boolean;
}

/** A running server. */
export interface RunningServer {
  uri: string;
  engine: Engine;
  /** Runs the sweep that otherwise runs every minute: expired documents, cursors, transactions, sessions. */
  sweep(now?: Date): Promise<void>;
  stop: () => Promise<void>;
}

/** The user name that goes with the password. */
export const USER = 'kouyi';
const SWEEP_MS = 5_000;
const TTL_MS = 60_000;
// Linux takes 107 bytes, macOS 103.
const MAX_SOCKET_PATH = 100;

/** Starts a server in this process. DirectoryInUse when another process owns the directory. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const dataDir = resolve(options.dataDir);
  const giveBack = takeOwnership(dataDir);
  try {
    const engine = new Engine({ ...options, dataDir, user: USER });
    const wire = new WireServer((connection, request) => dispatch(engine, connection, request), refusal);
    engine.connections = () => ({
      current: wire.connections.size,
      available: MAX_CONNECTIONS - wire.connections.size,
      total: wire.totalConnections,
    });
    const address = options.address ?? defaultAddress(dataDir);
    checkAddress(address);
    if ('socket' in address) mkdirSync(dirname(address.socket), { recursive: true, mode: 0o700 });
    await wire.listen(address);
    void purge(engine);
    const stopSweeps = startSweeps(engine);
    return {
      uri: uriOf(wire.address, options.password),
      engine,
      sweep: (now = new Date()) => sweep(engine, now),
      stop: async () => {
        stopSweeps();
        await wire.close();
        await engine.close();
        if ('socket' in address) removeQuietly(address.socket);
        giveBack();
      },
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** Drivers write the hosts of a replica set in lower case, so a socket's path must be in lower case to be found. */
const reachable = (path: string): boolean => path.length <= MAX_SOCKET_PATH && path === path.toLowerCase();

function defaultAddress(dataDir: string): Address {
  // The same name every time, so that a killed server's socket is replaced and not left behind.
  const name = `kouyi-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}.sock`;
  const socket = [join(dataDir, 'mongo.sock'), join(tmpdir(), name), join('/tmp', name)].find(reachable);
  return socket === undefined ? { port: 0 } : { socket };
}

function checkAddress(address: Address): void {
  if ('socket' in address && !reachable(address.socket)) {
    throw new Error(
      `the socket path ${address.socket} cannot be used: drivers need it in lower case and at most ${MAX_SOCKET_PATH} characters long`,
    );
  }
}

/** What drivers connect with. The set's name makes them use transactions and retryable writes. */
export function uriOf(address: string, password: string | undefined): string {
  const host = address.startsWith('/') ? encodeURIComponent(address) : address;
  const login = password === undefined ? '' : `${USER}:${encodeURIComponent(password)}@`;
  const auth = password === undefined ? '' : '&authSource=admin&authMechanism=SCRAM-SHA-256';
  return `mongodb://${login}${host}/?replicaSet=${SET_NAME}${auth}`;
}

async function sweep(engine: Engine, now: Date): Promise<void> {
  engine.sessions.expire();
  await engine.cursors.expire();
  await expireDocuments(engine, now);
  await engine.sessions.expireRecords();
}

function startSweeps(engine: Engine): () => void {
  const report = (error: unknown) =>
    process.stderr.write(
      `embedded database: sweep failed: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  const often = setInterval(() => {
    engine.sessions.expire();
    engine.cursors.expire().catch(report);
  }, SWEEP_MS);
  const ttl = setInterval(() => {
    sweep(engine, new Date()).catch(report);
  }, TTL_MS);
  often.unref();
  ttl.unref();
  return () => {
    clearInterval(often);
    clearInterval(ttl);
  };
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Closing the server has removed it already.
  }
}
