/** WeChat Pay's merchant transfers (APIv3): what we ask of them, by name. Its honest fake is test/support/fake-wechat-pay. */
export { type Bill, InDoubt, NotTaken, type Payer, type TransferRequest } from './bill';
export { weChatPay, type WeChatPayAccount } from './client';
