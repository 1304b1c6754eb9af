import type { Job } from '../kernel/schedule';
import { refreshSuggestions } from './suggest';

export const jobs: Job[] = [
  // Who takes part changes by the day; a page that is opened works its group out at once.
  { name: 'subgroups.suggest', everySeconds: 6 * 3_600, missed: 'skip', run: refreshSuggestions },
];
