import type { GateSettings } from '@kouyi/shared/contracts';
import { command } from '../kernel/command';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { GateSettingsRows } from './model';
import { DEFAULT_GATE } from './rules';

/** The settings in force. */
export async function gateSettings(): Promise<GateSettings> {
  const doc = await native(GateSettingsRows).findOne({ _id: 'gate' });
  return doc?.settings ?? DEFAULT_GATE;
}

/** Changes the settings for the whole brand. @throws Refusal `not_allowed` for roles of one branch. */
export const saveGateSettings = command('gate.save-settings', {
  may: (actor) => assertEverywhere(actor, 'gate.write'),
  async run(settings: GateSettings, tx) {
    const doc = await native(GateSettingsRows).findOneAndUpdate(
      { _id: 'gate' },
      { $set: { settings, updatedAt: tx.now } },
      { upsert: true, returnDocument: 'before', session: tx.session },
    );
    tx.audit({ subject: 'gate', before: doc?.settings ?? DEFAULT_GATE, after: settings });
  },
});
