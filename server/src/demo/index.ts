/**
 * Demo: a brand worth looking at, made through the real doors, that can be loaded into an empty brand and removed.
 *
 * Always true: what is loaded is removed whole, with everything that was done in it; a removed demo does not come back
 * by itself; outside demo mode none of its accounts opens anything.
 */
import { contracts } from '@kouyi/shared/contracts';
import type { Domain } from '../kernel/domain';
import { route } from '../kernel/http';
import { demoStatus, loadDemo } from './loading';
import { removeDemo } from './removal';

export { demoFaces } from './faces';
export { finishRemoval, useRestart } from './removal';
export { seedDemo } from './seed';
export { assertNotLoading, storyProgress } from './story';

const done = { ok: true } as const;

export const demoDomain: Domain = {
  name: 'demo',
  routes: [
    route(contracts.demo.status, () => demoStatus()),
    route(contracts.demo.load, async (context) => {
      await loadDemo(context);
      return done;
    }),
    route(contracts.demo.remove, async (context, input) => {
      await removeDemo(context, input);
      return done;
    }),
  ],
};
