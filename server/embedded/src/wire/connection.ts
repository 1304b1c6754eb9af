import type { Socket } from 'node:net';
import type { ScramDialogue } from './scram';

/** What the server remembers of one client. */
export class Connection {
  appName: string | undefined;
  /** The user who has logged in. */
  user: string | undefined;
  scram: ScramDialogue | undefined;
  closed = false;

  constructor(
    readonly id: number,
    readonly socket: Socket,
    /** The address the client dialled, as hello must repeat it. */
    readonly dialled: string,
  ) {}
}
