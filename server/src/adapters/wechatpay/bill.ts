/**
 * Where a transfer stands, as the provider says it.
 * https://pay.weixin.qq.com/doc/v3/merchant/4012716434
 */
export const BILL_STATES = [
  'ACCEPTED',
  'PROCESSING',
  'WAIT_USER_CONFIRM',
  'TRANSFERING',
  'SUCCESS',
  'FAIL',
  'CANCELING',
  'CANCELLED',
] as const;
export type BillState = (typeof BILL_STATES)[number];

/** A transfer as the provider knows it. */
export interface Bill {
  /** Our number: the idempotency key of the transfer. */
  readonly billNo: string;
  readonly state: BillState;
  /** The provider's own number. */
  readonly providerNo?: string;
  readonly amountFen?: number;
  /** What the phone passes to `wx.requestMerchantTransfer`; only while the person has to confirm. */
  readonly packageInfo?: string;
  readonly failReason?: string;
}

/** One transfer to one person's purse. */
export interface TransferRequest {
  /** At most 32 letters and digits. The same number is the same transfer, however often it is asked for. */
  readonly billNo: string;
  readonly openid: string;
  readonly amountFen: number;
  /** At most 32 characters; the person reads it. */
  readonly remark: string;
  /** Needed from ¥2,000, forbidden below ¥0.30; leaves this process encrypted for the provider. */
  readonly realName?: string;
}

/** Nobody knows whether the provider took it: ask by the same number, never send under another. */
export class InDoubt extends Error {}

/** The provider answered that it did not take the request; the same number may be sent again. */
export class NotTaken extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryLater: boolean,
  ) {
    super(message);
  }
}

/** Whoever moves money out of the house. */
export interface Payer {
  /** Asks for a transfer. @throws InDoubt or NotTaken. */
  transfer(request: TransferRequest): Promise<Bill>;
  /** Where a transfer stands; undefined: the provider has none by this number. @throws InDoubt */
  look(billNo: string): Promise<Bill | undefined>;
  /**
   * The bill that a notification tells of, from its raw body: signature and encryption are checked first.
   * @throws Refusal `callback_untrusted` (401) or `callback_unreadable` (400).
   */
  told(headers: Readonly<Record<string, string | undefined>>, rawBody: string): Bill;
  /**
   * The bill of a day's money flows (CSV), as the provider made it; undefined: nothing moved on that day, or the bill
   * is not made yet (WeChat Pay makes it after 10:00 of the next day). @throws InDoubt when it can't be had now.
   */
  flowBill(date: string): Promise<Buffer | undefined>;
  /** What the phone needs beside the bill's `packageInfo`. */
  readonly account: { readonly mchId: string; readonly appId: string };
}
