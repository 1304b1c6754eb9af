import type { Job } from '../kernel/schedule';
import { fetchDueBills } from './bills';
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
  // Hourly, because a bill may be late; what was fetched is not fetched again.
  { name: 'payouts.fetch-bills', everySeconds: 3_600, missed: 'skip', run: fetchDueBills },
];
