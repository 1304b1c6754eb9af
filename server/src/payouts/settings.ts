import type { PayoutSettings } from '@kouyi/shared/contracts';
import { command } from '../kernel/command';
import { type ClientSession, native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { SettingsRows } from './model';
import { DEFAULT_PAYOUTS, refuse } from './rules';

/** The limits in force. */
export const payoutSettings = async (session?: ClientSession): Promise<PayoutSettings> =>
  (await native(SettingsRows).findOne({ _id: 'payouts' }, session ? { session } : {}))?.settings ??
  DEFAULT_PAYOUTS;

/** Changes the limits for requests from now on. Refuses `limits_contradict`, `not_allowed`. */
export const savePayoutSettings = command('payouts.save-settings', {
  may: (actor) => assertEverywhere(actor, 'payouts.approve'),
  async run(settings: PayoutSettings, tx) {
    const { minFen, perOnceFen, perDayFen, perMonthFen } = settings;
    if (minFen > perOnceFen || perOnceFen > perDayFen || perDayFen > perMonthFen)
      throw refuse('limits_contradict', { field: 'perOnceFen' });
    const before = await payoutSettings(tx.session);
    await native(SettingsRows).updateOne(
      { _id: 'payouts' },
      { $set: { settings, updatedAt: tx.now } },
      { upsert: true, session: tx.session },
    );
    tx.audit({ subject: 'payouts', before, after: settings });
    return settings;
  },
});
