import type { Job } from '../kernel/schedule';
import { pushDue } from './push';

/** WeChat messages leave by the clock: reactions may not call outside services. */
export const jobs: readonly Job[] = [
  { name: 'notices.push', everySeconds: 3, missed: 'skip', run: () => pushDue() },
];
