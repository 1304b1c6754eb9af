import type { Job } from './schedule';
import type { Reaction } from './outbox';
import type { Route } from './http';

/** What a domain gives to the whole: its doors. `server/src/domains.ts` lists them all. */
export interface Domain {
  readonly name: string;
  readonly routes?: readonly Route[];
  readonly reactions?: readonly Reaction[];
  readonly jobs?: readonly Job[];
}
