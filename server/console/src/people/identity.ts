const IDENTITY_NAMES: Record<string, string> = {
  simulator: '模拟器',
  openid: '小程序',
  unionid: '开放平台',
  wecom: '企业微信',
  phone: '手机号',
};

/** What a kind of identity is called. */
export const identityName = (kind: string): string => {
  const channel = kind.replace(/^channel:/, '');
  return IDENTITY_NAMES[channel] ?? channel;
};
