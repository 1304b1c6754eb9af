import { PAGES } from '@/platform/navigate';

/** A situation somebody is in: what happened, what it means and what to do, and where. */
export interface Topic {
  readonly of: 'one' | 'prize' | 'test' | 'koc' | 'me';
  readonly title: string;
  readonly answer: readonly string[];
  /** Where to do it. */
  readonly go?: { readonly title: string; readonly page: string };
  /** Asked so often that it stands on the first list. */
  readonly often?: boolean;
  /** What people also call it, for the search. */
  readonly also?: string;
}

/** Situations by what they are about, as one chooses among them. */
export const ABOUT = [
  ['often', '常遇到的'],
  ['one', '扣 1 和打卡'],
  ['prize', '奖品和券'],
  ['test', '测一测'],
  ['koc', 'KOC 和佣金'],
  ['me', '账号和资料'],
] as const;
export type About = (typeof ABOUT)[number][0];

const TOPICS: readonly Topic[] = [
  {
    of: 'one',
    often: true,
    title: '扣 1 没反应',
    answer: [
      '机器人攒几个人一起回，不会每条都回，等半分钟看看。',
      '首页最上面会写你刚才那个「1」算没算、为什么。那里没有，多半是这个群现在没有活动。',
      '写着「这个群在小程序里扣 1」的群，机器人看不到群里的话，直接在活动页里点就行。',
    ],
    go: { title: '看看现在有什么', page: PAGES.home },
    also: '机器人 不理我 没回复 参加不了 没算上',
  },
  {
    of: 'one',
    title: '我的 1 为什么没算',
    answer: [
      '打开那个活动，「我的记录」里每一条都写了原因：来晚了、名额满了、已经算过一次，或者发的字不对。',
    ],
    go: { title: '去找那个活动', page: PAGES.home },
    also: '没算上 不算 没成功',
  },
  {
    of: 'one',
    title: '打卡断了能补吗',
    answer: ['能补的日子，日历上会有一个「补」字，点它就行。每个月能补几次、还剩几次，写在日历下面。'],
    go: { title: '看打卡日历', page: PAGES.checkIn },
    also: '补卡 断签 签到 连续',
  },
  {
    of: 'one',
    title: '积分没到账，或者少了',
    answer: ['扣 1 的积分一般几秒就到。每一笔的多少和原因都在明细里，用掉的、退回的也在。'],
    go: { title: '看积分明细', page: PAGES.points },
    also: '积分不对 扣分',
  },
  {
    of: 'prize',
    often: true,
    title: '没收到奖品',
    answer: [
      '先看奖品柜里那件写着什么：「待领取」是还差一步，填地址或去门店；「已发货」里有单号，能复制去查。',
      '「已过期」是过了领取期，领不了了。',
    ],
    go: { title: '打开奖品柜', page: PAGES.prizes },
    also: '快递 物流 地址 寄出 发货 红包',
  },
  {
    of: 'prize',
    often: true,
    title: '券在哪、怎么用',
    answer: ['到店把券打开给店员扫，或者念那串数字。能用的门店、门槛和到期日都在券面上。'],
    go: { title: '打开我的优惠券', page: PAGES.coupons },
    also: '优惠券 核销 满减 过期',
  },
  {
    of: 'prize',
    title: '盲盒会不会作假',
    answer: [
      '每个奖品的概率，开之前就写在盒子上。结果的来源在开轮前锁定，结束后公开，谁都能重算一遍。',
      '你的每一次都能点开验证。',
    ],
    go: { title: '看我的开盒记录', page: PAGES.myDraws },
    also: '公平 概率 验证 抽奖 没中',
  },
  {
    of: 'test',
    title: '测到一半退出了',
    answer: ['答过的都留着，回来点「接着答」，从停下的那一题开始。'],
    go: { title: '回到测一测', page: PAGES.intake },
    also: '继续 中断 重新测',
  },
  {
    of: 'test',
    title: '结果和照片谁能看到',
    answer: [
      '只有你和回复你的老师。请朋友也来测，卡片里不带你的结果。',
      '照片在结果页里随时能删，删了老师也看不到。测完的护理期里，不会有推销找你。',
    ],
    go: { title: '看我的结果', page: PAGES.intake },
    also: '隐私 照片 删除照片 老师',
  },
  {
    of: 'test',
    title: '老师还没回我',
    answer: ['老师看完会写在对话里，也会出现在「消息」里。着急可以在对话里再补一句，老师看得到。'],
    go: { title: '看消息', page: PAGES.inbox },
    also: '回复 咨询',
  },
  {
    of: 'koc',
    often: true,
    title: '有一单没算给我',
    answer: ['在「我的收益」里填订单号，马上看到原因。觉得该算你的，写一句经过，店里会核对并答复。'],
    go: { title: '打开我的收益', page: PAGES.earnings },
    also: '佣金 归属 推荐 订单 申诉',
  },
  {
    of: 'koc',
    title: '佣金什么时候能提',
    answer: [
      '等售后期过了就到账，每一单都写着哪天。退款的会按比例收回。',
      '提现交上去后，财务一个工作日内审核；微信要你点一次「确认收款」。',
    ],
    go: { title: '去提现', page: PAGES.withdraw },
    also: '到账 待到账 提现失败 收款',
  },
  {
    of: 'me',
    title: '换了微信，东西不见了',
    answer: ['用原来的手机号确认一次，两边会认成同一个你；或者去门店，请店员核实后合到一起。'],
    go: { title: '去确认手机号', page: PAGES.data },
    also: '换号 换手机 合并 账号',
  },
  {
    of: 'me',
    title: '说我的账号有异常',
    answer: ['「我的」页上写着原因和时间。弄错了的话，在群里跟店员说一声，核实后马上恢复。'],
    go: { title: '看看写了什么', page: PAGES.me },
    also: '黑名单 限制 封号 不能参加',
  },
  {
    of: 'me',
    often: true,
    title: '退出、撤回同意、删掉资料',
    answer: [
      '退出登录：只在这台手机上退出，东西都留着。',
      '撤回同意：所有手机都退出，不再用你的数据；想回来重新同意就行。',
      '删除资料：名字、消息、记录和积分都删掉，找不回来。',
    ],
    go: { title: '去我的数据', page: PAGES.data },
    also: '注销 隐私 导出 下载 不想用了',
  },
];

/** Topics that speak of every word that was typed; all of one kind when nothing was. */
export const topicsFor = (about: About, typed: string): readonly Topic[] => {
  const words = typed.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0)
    return TOPICS.filter((topic) => (about === 'often' ? topic.often === true : topic.of === about));
  return TOPICS.filter(({ title, answer, also = '' }) => {
    const said = [title, also, ...answer].join(' ').replace(/\s/g, '').toLowerCase();
    return words.every((word) => said.includes(word.toLowerCase()));
  });
};
