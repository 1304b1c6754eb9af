import { existsSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { MAX_MESSAGE_BYTES, ProtocolError, readMessage, replyTo, type Request } from './messages';
import { Connection } from './connection';

/** Where the server listens. */
export type Address = { socket: string } | { port: number };

/** Answers one request: the encoded reply, or null when the connection is to be closed. */
export type Handler = (connection: Connection, request: Request) => Promise<Buffer | null>;
/** Encodes the answer to a request that could not be read. */
export type Refusal = (error: unknown) => Buffer;

export const MAX_CONNECTIONS = 2_000;
/** Bytes of one connection's unfinished work before the server stops reading from it. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const MAX_WAITING_MESSAGES = 64;

/** The listening socket and its connections. */
export class WireServer {
  readonly connections = new Set<Connection>();
  address = '';
  totalConnections = 0;
  bytesIn = 0;
  bytesOut = 0;
  requests = 0;
  private readonly server: Server;

  constructor(
    private readonly handle: Handler,
    private readonly refuse: Refusal,
  ) {
    this.server = createServer((socket) => this.accept(socket));
  }

  /** Starts to listen; TCP only on the loopback interface. */
  async listen(address: Address): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      if ('socket' in address) {
        // The directory's lock file has already shown that nobody else serves here.
        if (existsSync(address.socket)) unlinkSync(address.socket);
        this.server.listen(address.socket, resolve);
        this.address = address.socket;
      } else {
        this.server.listen(address.port, '127.0.0.1', resolve);
      }
    });
    const bound = this.server.address();
    if (bound && typeof bound === 'object') this.address = `127.0.0.1:${bound.port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const c of this.connections) c.socket.destroy();
    await closed;
  }

  private accept(socket: Socket): void {
    if (this.connections.size >= MAX_CONNECTIONS) {
      socket.destroy();
      return;
    }
    const connection = new Connection(++this.totalConnections, socket, this.address);
    this.connections.add(connection);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      connection.closed = true;
      this.connections.delete(connection);
    });
    const inbox = new Inbox(socket, (message) => this.answer(connection, message));
    socket.on('data', (chunk) => {
      this.bytesIn += chunk.length;
      inbox.push(chunk);
    });
  }

  private async answer(connection: Connection, message: Buffer): Promise<void> {
    this.requests++;
    let request: Request | undefined;
    let reply: Buffer | null;
    try {
      request = readMessage(message);
      reply = await this.handle(connection, request);
    } catch (error) {
      if (error instanceof ProtocolError || error instanceof RangeError) reply = null;
      else reply = this.refuse(error);
    }
    const { socket } = connection;
    if (socket.destroyed) return;
    if (reply === null) {
      socket.destroy();
      return;
    }
    if (request?.silent) return;
    const [head, body] = replyTo(request?.id ?? message.readInt32LE(4), request?.legacy ?? false, reply);
    this.bytesOut += head.length + body.length;
    socket.cork();
    socket.write(head);
    const flowing = socket.write(body);
    socket.uncork();
    // A client that does not read its answers gets no more of them.
    if (!flowing && socket.writableLength > MAX_WAITING_BYTES) {
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve);
        socket.once('close', () => resolve());
      });
    }
  }
}

/** Cuts a stream into messages and has them answered one after the other. */
class Inbox {
  private parts: Buffer[] = [];
  private size = 0;
  private readonly waiting: Buffer[] = [];
  private working = false;

  constructor(
    private readonly socket: Socket,
    private readonly answer: (message: Buffer) => Promise<void>,
  ) {}

  push(chunk: Buffer): void {
    this.parts.push(chunk);
    this.size += chunk.length;
    while (this.size >= 16) {
      const length = this.messageLength();
      if (length < 16 || length > MAX_MESSAGE_BYTES) {
        this.parts = [];
        this.socket.destroy();
        return;
      }
      if (this.size < length) break;
      const all = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
      this.waiting.push(all.subarray(0, length));
      this.parts = all.length > length ? [all.subarray(length)] : [];
      this.size -= length;
    }
    if (this.waiting.length > MAX_WAITING_MESSAGES) this.socket.pause();
    if (!this.working && this.waiting.length > 0) void this.work();
  }

  private messageLength(): number {
    const first = this.parts[0]!;
    if (first.length >= 4) return first.readInt32LE(0);
    this.parts = [Buffer.concat(this.parts)];
    return this.parts[0]!.readInt32LE(0);
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let message = this.waiting.shift(); message; message = this.waiting.shift()) {
      if (this.socket.destroyed) break;
      await this.answer(message).catch(() => this.socket.destroy());
      if (this.waiting.length < MAX_WAITING_MESSAGES / 2 && this.socket.isPaused()) this.socket.resume();
    }
    this.working = false;
  }
}
