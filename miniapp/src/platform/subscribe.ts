import Taro from '@tarojs/taro';

/** Whether WeChat can be asked for a subscribe message here. */
export const canSubscribe = process.env.TARO_ENV === 'weapp';

/** Asks WeChat for one message of a template; must be called from a tap. True: the person agreed to one. */
export const askSubscribe = async (templateId: string): Promise<boolean> => {
  try {
    const answer = (await Taro.requestSubscribeMessage({
      tmplIds: [templateId],
      entityIds: [],
    })) as unknown as Record<string, string>;
    return answer[templateId] === 'accept';
  } catch {
    return false;
  }
};
