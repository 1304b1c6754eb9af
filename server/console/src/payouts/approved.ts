import type { WithdrawalView } from '@kouyi/shared/contracts';

/** Whether a member of staff has said yes already: the second yes is somebody else's. */
export const approvedBy = (staffId: string, { approvals }: Pick<WithdrawalView, 'approvals'>): boolean =>
  approvals.some((one) => one.staffId === staffId);
