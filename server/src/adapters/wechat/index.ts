/** WeChat's server API: what we ask of it, by name. Its honest fake is test/support/fake-wechat. */
export { weChatSignIn, type WeChatSignIn, type WeChatUser } from './code2session';
