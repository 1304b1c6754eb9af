import type { Job } from '../kernel/schedule';
import { tellDue } from './moments';

export const jobs: readonly Job[] = [
  { name: 'wishes.tell-moments', everySeconds: 60, missed: 'skip', run: () => tellDue() },
];
