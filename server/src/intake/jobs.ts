import type { Job } from '../kernel/schedule';
import { removeBytes } from './photos';

export const jobs: readonly Job[] = [
  { name: 'intake.remove-photos', everySeconds: 5, missed: 'skip', run: () => removeBytes() },
];
