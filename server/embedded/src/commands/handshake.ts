import { Binary, Double, ObjectId } from 'bson';
import type { Reply } from '../bson/codec';
import { MAX_DOCUMENT_BYTES } from '../bson/codec';
import { isDoc, type Doc, type Value } from '../bson/value';
import { MongoError } from '../errors';
import { SET_NAME } from '../engine';
import { ScramDialogue, scramSecret, type ScramSecret } from '../wire/scram';
import { MAX_MESSAGE_BYTES } from '../wire/messages';
import { SESSION_TIMEOUT_MINUTES } from '../session/sessions';
import { nameOf } from './args';
import type { Call, Command } from './call';
import { MAX_BATCH } from './insert';

/** What this server claims to be: the wire version of MongoDB 7.0, before the newer bulkWrite. */
export const VERSION = '7.0.0';
const WIRE_VERSION = 21;
const ELECTION = new ObjectId('7fffffff0000000000000001');

export const hello: Command = {
  name: 'hello',
  aliases: ['isMaster', 'ismaster'],
  fields: [],
  open: true,
  run(call): Reply {
    const { body, connection } = call;
    const client = body.get('client');
    const application = isDoc(client) ? client.get('application') : undefined;
    const name = isDoc(application) ? application.get('name') : undefined;
    if (typeof name === 'string') connection.appName = name;
    const me = connection.dialled;
    const legacy = call.name.toLowerCase() === 'ismaster';
    const reply: Reply = new Map<string, Value>([
      ['helloOk', true],
      [legacy ? 'ismaster' : 'isWritablePrimary', true],
      ['secondary', false],
      ['setName', SET_NAME],
      ['setVersion', 1],
      ['hosts', [me]],
      ['primary', me],
      ['me', me],
      ['electionId', ELECTION],
      ['maxBsonObjectSize', MAX_DOCUMENT_BYTES],
      ['maxMessageSizeBytes', MAX_MESSAGE_BYTES],
      ['maxWriteBatchSize', MAX_BATCH],
      ['localTime', new Date()],
      ['logicalSessionTimeoutMinutes', SESSION_TIMEOUT_MINUTES],
      ['connectionId', connection.id],
      ['minWireVersion', 0],
      ['maxWireVersion', WIRE_VERSION],
      ['readOnly', false],
      [
        'lastWrite',
        new Map<string, Value>([
          ['lastWriteDate', new Date()],
          ['majorityWriteDate', new Date()],
        ]),
      ],
    ]);
    if (body.get('saslSupportedMechs') !== undefined) reply.set('saslSupportedMechs', ['SCRAM-SHA-256']);
    const speculative = body.get('speculativeAuthenticate');
    if (isDoc(speculative) && call.engine.options.password !== undefined) {
      try {
        reply.set('speculativeAuthenticate', start(call, speculative));
      } catch {
        // The client then logs in the long way, and is told there what is wrong.
      }
    }
    return reply;
  },
};

const secrets = new WeakMap<object, ScramSecret>();

function secretOf(call: Call): { secret: ScramSecret; user: string } {
  const { options } = call.engine;
  if (options.password === undefined)
    throw new MongoError(18, 'AuthenticationFailed', 'Authentication failed.');
  let secret = secrets.get(call.engine);
  if (!secret) secrets.set(call.engine, (secret = scramSecret(options.password)));
  return { secret, user: options.user ?? 'kouyi' };
}

const payloadOf = (doc: Doc): string => {
  const p = doc.get('payload');
  if (p instanceof Binary) return Buffer.from(p.buffer).subarray(0, p.position).toString('utf8');
  if (typeof p === 'string') return Buffer.from(p, 'base64').toString('utf8');
  throw new MongoError(2, 'BadValue', 'payload must be binary');
};

const answer = (done: boolean, payload: string): Doc =>
  new Map<string, Value>([
    ['conversationId', 1],
    ['done', done],
    ['payload', new Binary(Buffer.from(payload, 'utf8'), 0)],
  ]);

function start(call: Call, doc: Doc): Doc {
  if (doc.get('mechanism') !== 'SCRAM-SHA-256') {
    throw new MongoError(
      334,
      'MechanismUnavailable',
      `Received authentication for mechanism ${nameOf(doc.get('mechanism'))} which is not enabled`,
    );
  }
  const { secret, user } = secretOf(call);
  const dialogue = new ScramDialogue(secret, user);
  call.connection.scram = dialogue;
  return answer(false, dialogue.first(payloadOf(doc)));
}

export const saslStart: Command = {
  name: 'saslStart',
  fields: [],
  open: true,
  run: (call): Reply => start(call, call.body),
};

export const saslContinue: Command = {
  name: 'saslContinue',
  fields: [],
  open: true,
  run(call): Reply {
    const { connection } = call;
    const dialogue = connection.scram;
    if (!dialogue) throw new MongoError(17, 'ProtocolError', 'No SASL session state found');
    try {
      const text = dialogue.final(payloadOf(call.body));
      if (dialogue.authenticated) connection.user = dialogue.user;
      // Proof and signature are exchanged; both ends skip the empty last round.
      return answer(true, text);
    } catch (error) {
      connection.scram = undefined;
      throw error;
    }
  },
};

export const logout: Command = {
  name: 'logout',
  fields: [],
  open: true,
  run(call): Reply {
    call.connection.user = undefined;
    return new Map();
  },
};

export const ping: Command = { name: 'ping', fields: [], open: true, run: () => new Map() };

export const buildInfo: Command = {
  name: 'buildInfo',
  aliases: ['buildinfo'],
  fields: [],
  open: true,
  run: (): Reply =>
    new Map<string, Value>([
      ['version', VERSION],
      ['gitVersion', 'embedded'],
      ['modules', ['kouyi-embedded']],
      ['allocator', 'system'],
      ['javascriptEngine', 'none'],
      ['sysInfo', 'deprecated'],
      ['versionArray', [7, 0, 0, 0]],
      ['bits', 64],
      ['debug', false],
      ['maxBsonObjectSize', MAX_DOCUMENT_BYTES],
      ['storageEngines', ['lmdb']],
    ]),
};

export const replSetGetStatus: Command = {
  name: 'replSetGetStatus',
  fields: ['initialSync'],
  run(call): Reply {
    const member = new Map<string, Value>([
      ['_id', 0],
      ['name', call.connection.dialled],
      ['health', new Double(1)],
      ['state', 1],
      ['stateStr', 'PRIMARY'],
      ['uptime', Math.floor((Date.now() - call.engine.startedMs) / 1000)],
      [
        'optime',
        new Map<string, Value>([
          ['ts', call.engine.now()],
          ['t', 1n],
        ]),
      ],
      ['self', true],
    ]);
    return new Map<string, Value>([
      ['set', SET_NAME],
      ['date', new Date()],
      ['myState', 1],
      ['term', 1n],
      ['members', [member]],
    ]);
  },
};
