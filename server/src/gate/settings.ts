import type { GateSettings } from '@kouyi/shared/contracts';
import { now } from '../kernel/clock';
import { command } from '../kernel/command';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { GateSettingsRows } from './model';
import { DEFAULT_GATE } from './rules';

/** Every line asks for the settings; another process's change is seen within a second. */
const KEEP_MS = 1_000;
let kept: { settings: GateSettings; until: Date } | undefined;

/** The settings in force. */
export async function gateSettings(): Promise<GateSettings> {
  const at = now();
  // A clock that was set back must not keep old settings alive.
  const left = kept ? kept.until.getTime() - at.getTime() : 0;
  if (kept && left > 0 && left <= KEEP_MS) return kept.settings;
  const doc = await native(GateSettingsRows).findOne({ _id: 'gate' });
  kept = { settings: doc?.settings ?? DEFAULT_GATE, until: new Date(at.getTime() + KEEP_MS) };
  return kept.settings;
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
    tx.afterCommit(() => void (kept = undefined));
    tx.audit({ subject: 'gate', before: doc?.settings ?? DEFAULT_GATE, after: settings });
  },
});
