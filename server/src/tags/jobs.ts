import { command } from '../kernel/command';
import type { Job } from '../kernel/schedule';
import { native } from '../kernel/store';
import { system } from '../kernel/actor';
import { Profiles, RULE_BOOK_ID, RuleBooks } from './model';
import { turnPage } from './rule-book';
import { type Rfm, type RfmScale, scaleFrom } from './value';

/** Below so many buyers quintiles say nothing, and the first scale stands. */
const ENOUGH_BUYERS = 50;
/** Buyers looked at; ids are spread evenly, so the first ones are a fair sample. */
const BUYERS_SAMPLED = 20_000;

/** Moves the bounds of the quintiles to where the buyers are now; nothing changes while they stand. */
export const moveScale = command('tags.move-scale', {
  async run(_input: Record<string, never>, tx) {
    const rows = await native(Profiles)
      .find({ shown: true, rfm: { $exists: true } }, { session: tx.session, projection: { rfm: 1 } })
      .sort({ _id: 1 })
      .limit(BUYERS_SAMPLED)
      .toArray();
    const buyers = rows.map(({ rfm }) => rfm as Rfm);
    if (buyers.length < ENOUGH_BUYERS) return;
    const scale: RfmScale = scaleFrom(buyers);
    const options = { session: tx.session };
    const row = await native(RuleBooks).findOne({ _id: RULE_BOOK_ID }, options);
    if (JSON.stringify(row?.scale) === JSON.stringify(scale)) return;
    await turnPage(tx, { everybody: true });
    await native(RuleBooks).updateOne({ _id: RULE_BOOK_ID }, { $set: { scale, scaleAt: tx.now } }, options);
  },
});

export const jobs: readonly Job[] = [
  {
    // Every night at four in Shanghai would need a calendar; once a day is what matters.
    name: 'tags.move-scale',
    everySeconds: 86_400,
    missed: 'skip',
    run: () => moveScale({ actor: system('tags.move-scale') }, {}),
  },
];
