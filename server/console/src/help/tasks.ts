import type { Right, Role } from '@kouyi/shared/types';

/** Something people come to do: how it is done in at most three steps, where it begins, and who does it often. */
export interface Task {
  name: string;
  steps: readonly string[];
  to: string;
  right: Right;
  often: readonly Role[];
  /** Other words people look for it by. */
  also?: string;
}

/** What people come to do, the most frequent first. */
export const TASKS: readonly Task[] = [
  {
    name: '办一个活动',
    steps: [
      '写一句话，比如「今晚8点到9点 咖啡群 扣1抽盲盒 限前50名」，或者从模板改起。',
      '右边看规则、机器人的话和手机上的样子，对了就存成草稿。',
      '点「启动」，到点自己开、自己停。',
    ],
    to: '/activities/new',
    right: 'activities.write',
    often: ['admin', 'operator', 'region', 'strategy'],
    also: '扣1 报名 打卡 启动',
  },
  {
    name: '一次办好几个活动',
    steps: [
      '在「活动」里点「从表格导入」，先试读一遍，再建成草稿。',
      '草稿前面打上勾，点「启动选中的」。',
      '哪些群、什么时候、和谁撞口令，看过再启动；没启动的会说为什么。',
    ],
    to: '/activities/import',
    right: 'activities.write',
    often: ['admin', 'operator'],
    also: '批量 表格 导入 启动',
  },
  {
    name: '看一个活动办得怎么样',
    steps: [
      '在「活动」里点开它，人数是活的。',
      '哪个群热、第一次来的有多少、花了多少，往下看。',
      '要给别人看，导出表格或图片。',
    ],
    to: '/activities?state=running',
    right: 'activities.read',
    often: ['admin', 'operator', 'region', 'store', 'strategy'],
    also: '数据 现场 排行 导出',
  },
  {
    name: '弄明白一个 1 为什么没计',
    steps: ['打开那个群，找到那条消息。', '点它，看哪条规则怎么判的。', '是规则写窄了，就去改活动。'],
    to: '/groups',
    right: 'messages.read',
    often: ['operator', 'store'],
    also: '为什么 没反应 判定',
  },
  {
    name: '上线前自己试一遍',
    steps: [
      '开一个模拟群，扮演里面的人扣 1。',
      '要看热闹的样子，叫「来一群人」。',
      '机器人怎么攒着回、哪些不重复计，当场看得见。',
    ],
    to: '/simulator',
    right: 'simulator.use',
    often: ['admin', 'operator'],
    also: '模拟 演练',
  },
  {
    name: '给顾客核销一张券或一件奖品',
    steps: ['请顾客出示券码，扫码或者输进来。', '看清是什么、还能不能用，点核销。', '点错了，一天内能撤。'],
    to: '/redeem',
    right: 'redeem.use',
    often: ['store'],
    also: '扫码 收银 提货',
  },
  {
    name: '做一个盲盒',
    steps: [
      '放奖、定份数和机会，概率会自己算好公开。',
      '想清楚每人几次、总共花多少。',
      '开放后，活动里选它当奖励。',
    ],
    to: '/boxes/new',
    right: 'draws.write',
    often: ['operator'],
    also: '抽奖 概率 保底',
  },
  {
    name: '发一批优惠券',
    steps: [
      '设计好面额、门店和最多花多少，开放。',
      '在「抢券」活动里选它，或者拿链接和二维码去贴。',
      '回来看用了几张、带来多少。',
    ],
    to: '/coupons/new',
    right: 'coupons.write',
    often: ['operator'],
    also: '满减 二维码',
  },
  {
    name: '圈出一群人',
    steps: ['把条件一条条加上，人数跟着变。', '看看会有谁、为什么，再存。', '活动和优惠券都能只给这群人。'],
    to: '/segments/new',
    right: 'tags.create',
    often: ['operator', 'strategy'],
    also: '人群 标签 受众 分组',
  },
  {
    name: '查一个人的来龙去脉',
    steps: ['按昵称或号找到人。', '时间线上有群聊、活动、订单和测试。', '积分从哪来，每一笔都写着。'],
    to: '/people',
    right: 'people.read',
    often: ['operator', 'region', 'store', 'adviser'],
    also: '会员 积分 时间线',
  },
  {
    name: '回一份测试报告',
    steps: [
      '在「顾问」里挑排在最前面的一位。',
      '先看报告和照片，再回；常用的话存成话术。',
      '关怀期里只回答，不推销。',
    ],
    to: '/care',
    right: 'care.write',
    often: ['adviser', 'region'],
    also: '测肤 问诊 话术',
  },
  {
    name: '看谁快成为 KOC 了',
    steps: ['「KOC 看板」里按阶段看人。', '点开一位，还差什么一条条列着。', '该点头的，在「提名」里等你。'],
    to: '/koc',
    right: 'koc.read',
    often: ['region', 'strategy'],
    also: '毕业 提名 成长',
  },
  {
    name: '审提现',
    steps: [
      '待审的排在最前面，点开看钱从哪来。',
      '通过、退回或冻结；大额要两个人点头。',
      '付没付到，这里会自己更新。',
    ],
    to: '/payouts',
    right: 'payouts.approve',
    often: ['finance'],
    also: '打款 审批',
  },
  {
    name: '和微信的账单对账',
    steps: ['选日期取账单，或者上传。', '一笔笔对，对不上的列在上面。', '对不上的先停下来，查清再放行。'],
    to: '/payouts?tab=reconcile',
    right: 'payouts.approve',
    often: ['finance'],
    also: '对账 财务',
  },
  {
    name: '查一笔钱或积分从哪来',
    steps: ['账本里点科目，一路点到那个人。', '每笔都有来处、去处和理由。', '记错了不能改，再记一笔更正。'],
    to: '/ledger',
    right: 'ledger.read',
    often: ['finance'],
    also: '流水 余额 冲正',
  },
  {
    name: '收一批订单',
    steps: ['导入表格，或者让商城按接口送来。', '来几次都只算一次。', '读不懂的在「隔离」里，补好再收。'],
    to: '/orders',
    right: 'orders.write',
    often: [],
    also: '导入 商城 退款',
  },
  {
    name: '给中奖的人发货',
    steps: ['导出待发的地址，交给仓库。', '填单号，或者把单号表传回来。', '顾客手机上马上能看到。'],
    to: '/prizes',
    right: 'prizes.write',
    often: ['operator'],
    also: '快递 单号 实物',
  },
  {
    name: '加一位同事',
    steps: [
      '填账号和名字，选角色和管到哪里。',
      '把第一个密码告诉 TA，只显示这一次。',
      '离开了就停用，所有设备马上退出。',
    ],
    to: '/org',
    right: 'org.write',
    often: ['admin'],
    also: '员工 账号 角色 权限',
  },
  {
    name: '接上微信、做好备份',
    steps: ['「系统状态」里要管的排在最前面。', '每一项都写着是什么、下一步做什么。', '都变绿就好了。'],
    to: '/settings',
    right: 'settings.read',
    often: ['admin'],
    also: '数据库 企业微信 备份 演示',
  },
];
