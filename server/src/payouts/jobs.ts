import type { Job } from '../kernel/schedule';
import { sendDue } from './sending';

/** Transfers leave by the clock: commands and reactions may not call outside services. */
export const jobs: readonly Job[] = [
  {
    name: 'payouts.send',
    everySeconds: 3,
    missed: 'skip',
    async run() {
      await sendDue();
    },
  },
];
