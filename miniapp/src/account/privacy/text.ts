/** The version a person agrees to; a new wording that changes what is done needs a new one. */
export const CONSENT_VERSION = '2026-11';

/** What is asked for, in three lines; the whole text is `PRIVACY_TEXT`. */
export const CONSENT_SHORT = [
  '我们会记下：你在群里参加活动时发的那句话、你的积分和打卡。',
  '只用来：算你有没有参加上、给你积分、告诉你为什么。',
  '你随时可以：看全部记录、带走一份、删掉。',
] as const;

interface PrivacyPart {
  title: string;
  lines: readonly string[];
}

/** The whole text, in words one can read in two minutes. */
export const PRIVACY_TEXT: readonly PrivacyPart[] = [
  {
    title: '我们记什么',
    lines: [
      '你的微信身份标识和群昵称：用来认出这是你。',
      '你所在的品牌群，以及进群的时间。',
      '你参加活动的消息：发了什么、什么时候、在哪个群。和活动没关系的聊天，机器人看过就过，原文最多留 31 天，用来查“为什么没算上”。',
      '你的积分、打卡和每一笔的原因。',
      '手机号：只在你自己点了确认以后，加密保存；不确认也能用全部功能。',
    ],
  },
  {
    title: '拿来做什么',
    lines: [
      '判断你有没有参加上，给你积分，并说清原因。',
      '发现一个号几秒内连进很多群这类异常，保护群里的其他人。判错了可以改，找店员说一声就行。',
      '算活动有多少人参加。统计里没有你的名字。',
    ],
  },
  {
    title: '不做什么',
    lines: [
      '不卖、不租、不换你的资料。',
      '不读你的通讯录、相册和位置，不做人脸识别。',
      '不因为你删了数据而为难你。',
    ],
  },
  {
    title: '留多久',
    lines: [
      '参加记录和积分：到你删除为止。',
      '删除后，账本里只留没有名字的数字；法律要求的抽奖和交易记录保留三年，同样没有名字。',
    ],
  },
  {
    title: '你可以做的',
    lines: [
      '在「我的 · 我的数据」里看、复制或下载关于你的全部记录。',
      '在同一页删除。删除马上开始，不能撤回。',
      '在同一页撤回同意，点一下就行：所有手机马上退出，这里不再用你的数据；记录先留着，重新同意就能接着用。',
      '未满 14 周岁，请让家长帮你看过这一页，同意后再用。',
    ],
  },
];
