import type { Job } from '../kernel/schedule';
import { rollUp } from './roll-up';
import { auditDaily } from './signed-report';

export const jobs: Job[] = [
  { name: 'ledger.roll-up', everySeconds: 10, missed: 'skip', run: rollUp },
  // Due at 08:00 in Shanghai, before the day’s work begins; at the first start of a day when it was missed.
  { name: 'ledger.audit', everySeconds: 86_400, missed: 'skip', run: auditDaily },
];
