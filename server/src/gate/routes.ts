import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { gateSettings, saveGateSettings } from './settings';
import { outgoingLog } from './views';

const { gate } = contracts;

export const routes = [
  route(gate.outgoing, ({ actor }, input) => outgoingLog(actor, input)),
  route(gate.settings, () => gateSettings()),
  route(gate.saveSettings, async (context, input) => {
    await saveGateSettings(context, input);
    return { ok: true as const };
  }),
];
