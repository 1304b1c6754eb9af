import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { MongoError } from '../errors';

const ITERATIONS = 15_000;
const failed = () => new MongoError(18, 'AuthenticationFailed', 'Authentication failed.');
const hmac = (key: Buffer, text: string | Buffer) => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** What is derived from the password once, so that a login costs the server next to nothing. */
export interface ScramSecret {
  salt: Buffer;
  storedKey: Buffer;
  serverKey: Buffer;
}

/** Derives the secret of a password (SCRAM-SHA-256, RFC 7677). */
export function scramSecret(password: string): ScramSecret {
  const salt = randomBytes(28);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256');
  return { salt, storedKey: sha256(hmac(salted, 'Client Key')), serverKey: hmac(salted, 'Server Key') };
}

/** One login, message by message. Any mistake is the same refusal (18), whoever the user claims to be. */
export class ScramDialogue {
  private nonce = '';
  private clientFirstBare = '';
  private serverFirst = '';
  private proven = false;
  /** The name the client claims; true once `done`. */
  user = '';
  done = false;

  constructor(
    private readonly secret: ScramSecret,
    private readonly expectedUser: string,
  ) {}

  first(payload: string): string {
    const match = /^n,[^,]*,(n=([^,]*),r=([^,]+).*)$/.exec(payload);
    if (!match) throw failed();
    this.clientFirstBare = match[1]!;
    this.user = match[2]!.replaceAll('=2C', ',').replaceAll('=3D', '=');
    this.nonce = match[3]! + randomBytes(24).toString('base64');
    this.serverFirst = `r=${this.nonce},s=${this.secret.salt.toString('base64')},i=${ITERATIONS}`;
    return this.serverFirst;
  }

  final(payload: string): string {
    if (this.proven && payload === '') {
      this.done = true;
      return '';
    }
    const match = /^(c=([^,]*),r=([^,]+)),p=([^,]+)$/.exec(payload);
    if (!match || match[3] !== this.nonce || Buffer.from(match[2]!, 'base64').toString() !== 'n,,')
      throw failed();
    const message = `${this.clientFirstBare},${this.serverFirst},${match[1]}`;
    const signature = hmac(this.secret.storedKey, message);
    const proof = Buffer.from(match[4]!, 'base64');
    if (proof.length !== 32) throw failed();
    const clientKey = Buffer.from(proof.map((b, i) => b ^ signature[i]!));
    const right = timingSafeEqual(sha256(clientKey), this.secret.storedKey);
    if (!right || this.user !== this.expectedUser) throw failed();
    this.proven = true;
    return `v=${hmac(this.secret.serverKey, message).toString('base64')}`;
  }

  /** The client has proven the password; an empty message may still follow. */
  get authenticated(): boolean {
    return this.proven;
  }
}
