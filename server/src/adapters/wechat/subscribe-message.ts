import { weChatApi } from './api';

/** One subscribe message to one user; values are cut to what WeChat takes by whoever makes them. */
export interface SubscribeMessage {
  readonly openid: string;
  readonly templateId: string;
  /** Page of the mini-program without a leading slash. */
  readonly page?: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Subscribe messages (订阅消息): one consent of the user is one message. */
export interface WeChatMessages {
  /** @throws WeChatDown (try later) or WeChatSays (final; `no_consent` when the user has none left). */
  send(message: SubscribeMessage): Promise<void>;
}

/** https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html */
export function weChatMessages(options: Parameters<typeof weChatApi>[0]): WeChatMessages {
  const api = weChatApi(options);
  return {
    async send({ openid, templateId, page, data }) {
      await api.post('/cgi-bin/message/subscribe/send', {
        touser: openid,
        template_id: templateId,
        ...(page ? { page } : {}),
        lang: 'zh_CN',
        data: Object.fromEntries(Object.entries(data).map(([field, value]) => [field, { value }])),
      });
    },
  };
}
