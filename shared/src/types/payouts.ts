/** Where a withdrawal stands. */
export const WITHDRAWAL_STATES = [
  'requested',
  'frozen',
  'approved',
  'sending',
  'waiting_confirm',
  'paid',
  'failed',
  'rejected',
  'cancelled',
] as const;
export type WithdrawalState = (typeof WITHDRAWAL_STATES)[number];

export const WITHDRAWAL_STATE_NAMES: Record<WithdrawalState, string> = {
  requested: '待审核',
  frozen: '风控冻结',
  approved: '已通过，待打款',
  sending: '打款中',
  waiting_confirm: '待本人确认收款',
  paid: '已到账',
  failed: '打款失败，已退回',
  rejected: '未通过，已退回',
  cancelled: '本人撤回',
};
