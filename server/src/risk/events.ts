import { event } from '../kernel/events';

/** Somebody gets nothing anywhere from now on. */
export const personBlacklisted = event<{ personId: string; rowId: string; at: Date }>('person.blacklisted');

/** A blacklisting was undone. */
export const personUnblacklisted = event<{ personId: string; rowId: string; at: Date }>(
  'person.unblacklisted',
);
