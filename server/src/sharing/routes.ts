import { createHash } from 'node:crypto';
import { contracts } from '@kouyi/shared/contracts';
import { LruMap } from '../kernel/collections';
import { route } from '../kernel/http';
import { inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { drawCard } from './card';
import { factsOf } from './facts';

/** Cards of the moment: a chat of hundreds fetches the same one. At most 20 MB. */
const drawn = new LruMap<string, Promise<Buffer>>(100);

export const routes = [
  route(contracts.sharing.card, async (_ctx, { about, id }) => {
    const facts = await factsOf(about, id);
    if (!facts) throw refuseAnywhere('not_found');
    const { picture, ...words } = facts;
    const seen = picture && createHash('sha256').update(picture).digest('base64url');
    const key = inputHash([about, id, words, seen ?? '']);
    const had = drawn.get(key);
    if (had) return had;
    const card = drawCard(facts);
    drawn.set(key, card);
    // What failed once is tried again by the next who asks.
    card.catch(() => drawn.delete(key));
    return card;
  }),
];
