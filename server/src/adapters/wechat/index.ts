/** WeChat's server API: what we ask of it, by name. Its honest fake is test/support/fake-wechat. */
export { WeChatDown, WeChatSays } from './api';
export { weChatSignIn, type WeChatSignIn } from './code2session';
export { weChatCodes, type WeChatCodes } from './mini-program-code';
export { weChatMessages, type WeChatMessages } from './subscribe-message';
