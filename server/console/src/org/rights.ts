import type { Right } from '@kouyi/shared/types';

/** What each right lets one do, in words. */
export const RIGHT_NAMES: Record<Right, string> = {
  'activities.read': '看活动',
  'activities.write': '建和改活动',
  'activities.run': '启动、暂停、结束',
  'groups.read': '看群',
  'groups.write': '改群和分档',
  'people.read': '看人',
  'messages.read': '看群消息和判定过程',
  'simulator.use': '用模拟器',
  'ledger.read': '看账本',
  'ledger.write': '手工调账和冲正',
  'products.read': '看商品、链接和佣金规则',
  'products.write': '改商品、链接和佣金规则',
  'orders.read': '看订单',
  'orders.write': '导入订单、处理隔离行',
  'commission.read': '看佣金和 KOC',
  'commission.write': '任命 KOC、裁定归属申诉、改归因规则',
  'risk.read': '看黑名单',
  'risk.write': '拉黑和解除',
  'gate.read': '看触达',
  'gate.write': '改触达规则',
  'org.read': '看组织',
  'org.write': '改组织、员工和密钥',
  'audit.read': '看操作记录',
};
