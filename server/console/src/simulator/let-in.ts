import type { StaffMe } from '@kouyi/shared/contracts';
import { Refused } from '../api/failure';

/** Refusals that asking again does not change. */
const FINAL = [401, 403];

/** Whether knocking again can help: a lost network comes back, a right that was taken does not. */
export const isLetIn = async (ask: () => Promise<Pick<StaffMe, 'rights'>>): Promise<boolean> => {
  try {
    return (await ask()).rights.includes('simulator.use');
  } catch (failure) {
    return !(failure instanceof Refused && FINAL.includes(failure.status));
  }
};
