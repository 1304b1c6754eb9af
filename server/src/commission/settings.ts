import type { CommissionSettings } from '@kouyi/shared/contracts';
import { command } from '../kernel/command';
import { native, type ClientSession } from '../kernel/store';
import { assertEverywhere } from '../org';
import { SettingsRows } from './model';
import { DEFAULT_SETTINGS } from './rules';

const ID = 'commission';

/** The settings in force. */
export async function commissionSettings(session?: ClientSession): Promise<CommissionSettings> {
  const row = await native(SettingsRows).findOne({ _id: ID }, session ? { session } : {});
  return row?.settings ?? DEFAULT_SETTINGS;
}

/** Changes the settings for orders that are decided from now on. */
export const saveCommissionSettings = command('commission.save-settings', {
  may: (actor) => assertEverywhere(actor, 'commission.write'),
  async run(settings: CommissionSettings, tx) {
    const before = await commissionSettings(tx.session);
    await native(SettingsRows).updateOne(
      { _id: ID },
      { $set: { settings } },
      { session: tx.session, upsert: true },
    );
    tx.audit({ subject: ID, before, after: settings });
    return settings;
  },
});
