import { checkDocument, decode, rawDocuments, Raw } from '../bson/codec';
import { fieldNames, fieldSpan, withoutField } from '../bson/scan';
import type { Doc } from '../bson/value';
import { MongoError } from '../errors';

/** The largest message taken, as MongoDB. */
export const MAX_MESSAGE_BYTES = 48_000_000;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

/** One request, taken apart. */
export interface Request {
  id: number;
  legacy: boolean;
  body: Doc;
  sequences: Map<string, Raw[]>;
  /** The client wants no answer. */
  silent: boolean;
}

/** The stream can no longer be understood: the connection must be closed. */
export class ProtocolError extends Error {}

/** Reads one whole message. ProtocolError when it is no MongoDB message; MongoError when only its content is bad. */
export function readMessage(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const op = message.readInt32LE(12);
  if (op === OP_MSG) return readMsg(message, id);
  if (op === OP_QUERY) return readQuery(message, id);
  throw new ProtocolError(`opcode ${op} is not supported`);
}

function readMsg(message: Buffer, id: number): Request {
  if (message.length < 26) throw new ProtocolError('message too short');
  const flags = message.readUInt32LE(16);
  // Bits 0 to 15 must be understood; the others may be ignored.
  if (flags & 0xfffc) throw new ProtocolError('unknown required flag');
  const end = message.length - (flags & 1 ? 4 : 0);
  const sequences = new Map<string, Raw[]>();
  let body: Buffer | undefined;
  let at = 20;
  while (at < end) {
    const kind = message[at++]!;
    if (end - at < 4) throw new ProtocolError('section too short');
    const size = message.readInt32LE(at);
    if (size < 5 || size > end - at) throw new ProtocolError('section does not fit');
    if (kind === 0) {
      if (body) throw new ProtocolError('two bodies');
      body = message.subarray(at, at + size);
    } else if (kind === 1) {
      readSequence(message, at + 4, at + size, sequences);
    } else {
      throw new ProtocolError(`section kind ${kind}`);
    }
    at += size;
  }
  if (!body) throw new ProtocolError('no body');
  const request = {
    id,
    legacy: false,
    body: readBody(body, sequences),
    sequences,
    silent: (flags & 2) !== 0,
  };
  for (const [name, documents] of sequences) {
    if (request.body.has(name)) throw new MongoError(40413, 'Location40413', `field '${name}' given twice`);
    if (name !== keptEncoded(request.body.keys().next().value ?? ''))
      request.body.set(
        name,
        documents.map((d) => decode(d.bytes)),
      );
  }
  return request;
}

function readSequence(message: Buffer, from: number, end: number, out: Map<string, Raw[]>): void {
  const stop = message.indexOf(0, from);
  if (stop < 0 || stop >= end) throw new ProtocolError('sequence without a name');
  const name = message.toString('utf8', from, stop);
  if (out.has(name)) throw new ProtocolError('two sequences with one name');
  const documents: Raw[] = [];
  let at = stop + 1;
  while (at < end) {
    const next = checkDocument(message, at, end);
    documents.push(new Raw(message.subarray(at, next)));
    at = next;
  }
  out.set(name, documents);
}

/** What a command takes encoded: what an insert or a replacement brings goes to the disk as it came. */
const keptEncoded = (command: string): string | undefined =>
  command === 'insert' ? 'documents' : command === 'update' ? 'updates' : undefined;

/** Decodes a command, but for what it takes encoded. */
function readBody(bytes: Buffer, sequences: Map<string, Raw[]>): Doc {
  if (checkDocument(bytes) !== bytes.length) throw new ProtocolError('body has a wrong length');
  const [command = ''] = fieldNames(bytes);
  const name = keptEncoded(command);
  const span = name === undefined ? undefined : fieldSpan(bytes, name);
  if (name === undefined || span?.type !== 4) return decode(bytes);
  const documents = rawDocuments(bytes.subarray(span.value, span.end));
  if (!documents)
    throw new MongoError(14, 'TypeMismatch', `BSON field '${command}.${name}' must hold objects only`);
  sequences.set(name, documents);
  return decode(withoutField(bytes, span));
}

function readQuery(message: Buffer, id: number): Request {
  const stop = message.indexOf(0, 20);
  if (stop < 0 || message.length - stop < 14) throw new ProtocolError('query too short');
  const [db, ...rest] = message.toString('utf8', 20, stop).split('.');
  const collection = rest.join('.');
  if (collection !== '$cmd')
    throw new MongoError(352, 'UnsupportedOpQueryCommand', 'OP_QUERY is no longer supported');
  const bytes = message.subarray(stop + 9);
  const end = checkDocument(bytes);
  const body = decode(bytes.subarray(0, end));
  if (!body.has('$db')) body.set('$db', db!);
  return { id, legacy: true, body, sequences: new Map(), silent: false };
}

let nextId = 1;

/** The bytes that answer a request. */
export function replyTo(id: number, legacy: boolean, document: Buffer): [Buffer, Buffer] {
  const head = Buffer.alloc(legacy ? 36 : 21);
  head.writeInt32LE(head.length + document.length, 0);
  head.writeInt32LE(nextId, 4);
  nextId = (nextId + 1) & 0x7fffffff;
  head.writeInt32LE(id, 8);
  head.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  if (legacy) {
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  return [head, document];
}
