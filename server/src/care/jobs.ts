import { asSystem } from '../kernel/command';
import type { Job } from '../kernel/schedule';
import { handOver } from './commands';

/** Looks whether a thread waits for somebody who left; every minute. */
export const jobs: readonly Job[] = [
  {
    name: 'care.hand-over',
    everySeconds: 60,
    missed: 'skip',
    run: async () => {
      await asSystem('care.hand-over', (tx) => handOver(tx, 200));
    },
  },
];
