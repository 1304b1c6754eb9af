import type { Job } from '../kernel/schedule';
import { remindDue } from './checklists';

export const jobs: readonly Job[] = [
  { name: 'training.remind-due', everySeconds: 60, missed: 'skip', run: () => remindDue() },
];
