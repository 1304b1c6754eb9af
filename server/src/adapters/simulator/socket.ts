import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { groupDirectory, reachesGroup } from '../../groups';
import { type Actor, actorId } from '../../kernel/actor';
import type { CommandContext } from '../../kernel/command';
import { type Authenticate, STAFF_COOKIE } from '../../kernel/http';
import { log } from '../../kernel/log';
import { allowRequest } from '../../kernel/rate-limit';
import { Refusal, refuseAnywhere } from '../../kernel/refusals';
import { subscribeRooms } from '../../kernel/room-feed';
import { SIMULATOR } from './adapter';

const PATH = '/api/simulator/socket';
const MAX_ROOMS = 50;
const MAX_SOCKETS = 200;
/** One message of 4,000 characters, escaped, with its envelope. */
const MAX_FRAME_BYTES = 32 * 1024;
/** A reader so far behind is let go: it can connect again and read the room anew. */
const MAX_BEHIND_BYTES = 1024 * 1024;
const PING_MS = 30_000;

/** The door for events, as the bot gives it. */
export type AcceptEvents = (
  channel: string,
  events: unknown[],
  context: CommandContext,
) => Promise<{
  accepted: number;
  duplicates: number;
  refused: { index: number; code: string; message: string }[];
}>;

/**
 * The simulator's door for people: `GET /api/simulator/socket?groups=<id,id>`. Sends `{type:'ready'}`, then every
 * frame of these rooms; takes `{type:'say', event}` and answers `accepted` or `refused`. Only for actors with
 * `simulator.use`, from the console's own origin; whether the session still holds is looked at every 30 s.
 * Answers what closes all sockets.
 */
export function attachSimulatorSocket(
  server: Server,
  authenticate: Authenticate,
  acceptEvents: AcceptEvents,
): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  const onUpgrade = (request: IncomingMessage, duplex: Duplex, head: Buffer): void => {
    const url = new URL(request.url ?? '/', 'http://local');
    if (url.pathname !== PATH) return;
    const hangUp = () => duplex.destroy();
    duplex.on('error', hangUp);
    admit(request, authenticate, sockets.clients.size)
      .then((actor) => {
        duplex.off('error', hangUp);
        sockets.handleUpgrade(request, duplex, head, (socket) => {
          const groupIds = roomsOf(url, actor);
          converse(socket, { request, actor, groupIds, authenticate, acceptEvents });
        });
      })
      .catch((error: unknown) => {
        const status = error instanceof Refusal ? error.status : 500;
        if (status === 500) log.error({ err: error }, 'simulator socket not admitted');
        duplex.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      });
  };
  server.on('upgrade', onUpgrade);
  return () => {
    server.off('upgrade', onUpgrade);
    for (const socket of sockets.clients) socket.close(1001, 'server stops');
    sockets.close();
  };
}

/** @throws Refusal `not_signed_in`, `not_allowed` (also for pages of other origins) or `too_many_requests`. */
async function admit(request: IncomingMessage, authenticate: Authenticate, open: number): Promise<Actor> {
  const { origin, host } = request.headers;
  // Browsers send cookies along from any page, but always name the page's origin.
  if (origin !== undefined && hostOf(origin) !== host) throw refuseAnywhere('not_allowed');
  const actor = await authenticate(credentialsOf(request));
  if (actor.kind === 'anonymous') throw refuseAnywhere('not_signed_in');
  if (!mayUse(actor)) throw refuseAnywhere('not_allowed');
  if (open >= MAX_SOCKETS) throw refuseAnywhere('too_many_requests', { details: { seconds: 30 } });
  return actor;
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

function credentialsOf(request: IncomingMessage): { cookie?: string; bearer?: string } {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const cookie = new RegExp(`(?:^|;\\s*)${STAFF_COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
  return { ...(cookie ? { cookie } : {}), ...(bearer ? { bearer } : {}) };
}

const mayUse = (actor: Actor): boolean =>
  (actor.kind === 'staff' || actor.kind === 'key') && actor.rights.includes('simulator.use');

/** The rooms asked for that exist within reach; what does not is left out, as anywhere else. */
function roomsOf(url: URL, actor: Actor): string[] {
  const asked = new Set((url.searchParams.get('groups') ?? '').split(',').filter(Boolean));
  return [...asked].slice(0, MAX_ROOMS).filter((id) => {
    const group = groupDirectory.get(id);
    return group !== undefined && reachesGroup(actor, group, 'messages.read');
  });
}

interface Conversation {
  readonly request: IncomingMessage;
  readonly actor: Actor;
  readonly groupIds: readonly string[];
  readonly authenticate: Authenticate;
  readonly acceptEvents: AcceptEvents;
}

function converse(socket: WebSocket, conversation: Conversation): void {
  const tell = (frame: unknown): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > MAX_BEHIND_BYTES) socket.close(1013, 'too slow');
    else socket.send(JSON.stringify(frame));
  };
  const unsubscribe = subscribeRooms(conversation.groupIds, tell);
  let alive = true;
  const pulse = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
    void stillAllowed(conversation).then((allowed) => {
      if (!allowed) socket.close(4401, 'session ended');
    });
  }, PING_MS);
  socket.on('pong', () => (alive = true));
  socket.on('message', (data) => void hear(data, conversation).then(tell));
  // Closing follows every error; what was wrong is the peer's affair (a frame too large, a broken line).
  socket.on('error', (error) => log.debug({ err: error }, 'simulator socket'));
  socket.on('close', () => {
    clearInterval(pulse);
    unsubscribe();
  });
  tell({ type: 'ready' });
}

async function stillAllowed({ request, authenticate }: Conversation): Promise<boolean> {
  try {
    return mayUse(await authenticate(credentialsOf(request)));
  } catch (error) {
    // The database is away, not the session.
    log.warn({ err: error }, 'simulator session not checked');
    return true;
  }
}

type Answer =
  { type: 'accepted'; eventId: string } | { type: 'refused'; eventId: string; code: string; message: string };

/** Takes one frame; whatever is wrong with it is answered by name. */
async function hear(data: RawData, { actor, acceptEvents }: Conversation): Promise<Answer> {
  let eventId = '';
  try {
    const event = eventOf(data);
    eventId = typeof event['eventId'] === 'string' ? event['eventId'] : '';
    await allowRequest(actorId(actor), actor.kind);
    const channelGroupId = event['groupId'];
    const group =
      typeof channelGroupId === 'string' ? groupDirectory.byChannelId(SIMULATOR, channelGroupId) : undefined;
    if (group && !reachesGroup(actor, group, 'simulator.use')) throw refuseAnywhere('not_found');
    const { refused } = await acceptEvents(SIMULATOR, [event], { actor });
    const [no] = refused;
    return no
      ? { type: 'refused', eventId, code: no.code, message: no.message }
      : { type: 'accepted', eventId };
  } catch (error) {
    if (error instanceof Refusal)
      return { type: 'refused', eventId, code: error.code, message: error.message_zh };
    log.error({ err: error }, 'simulator event failed');
    return {
      type: 'refused',
      eventId,
      code: 'internal_error',
      message: '服务器出了点问题，这句话没有收下。请再发一次，不会重复计数。',
    };
  }
}

/** @throws Refusal `shape_invalid`. */
function eventOf(data: RawData): Record<string, unknown> {
  try {
    const text = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
    const frame = JSON.parse(text.toString('utf8')) as { type?: unknown; event?: unknown } | null;
    const event = frame?.event;
    if (frame?.type === 'say' && typeof event === 'object' && event !== null)
      return event as Record<string, unknown>;
  } catch {
    // Told below: not JSON is as wrong as not a `say`.
  }
  throw refuseAnywhere('shape_invalid', { details: { problem: '需要 {"type":"say","event":{…}}' } });
}
