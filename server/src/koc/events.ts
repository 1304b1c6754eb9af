import { event } from '../kernel/events';

/** Somebody became a KOC, or is one no more, and who decided it; what they are now is in `kocsAmong`. */
export const kocsChanged = event<{ personIds: string[]; at: Date; by: string }>('koc.changed');
