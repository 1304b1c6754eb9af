/** WeChat's server API: what we ask of it, by name. Its honest fake is test/support/fake-wechat. */
export { weChatSignIn, type WeChatSignIn } from './code2session';
