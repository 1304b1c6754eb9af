import { event } from '../kernel/events';

/** Somebody became a KOC, or is one no more; whoever asks finds in `kocsAmong` what they are now. */
export const kocsChanged = event<{ personIds: string[]; at: Date }>('koc.changed');
