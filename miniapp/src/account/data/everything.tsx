import { useState } from 'react';
import { Box, Tap, Words } from '@/ui/elements';
import { WORD_NAMES } from './field-names';
import { Readable } from './readable';

/** Chinese names of the parts of an export; a part without one keeps its own. */
const NAMES: Record<string, string> = {
  person: '我是谁',
  consents: '同意记录',
  memberships: '我在的群',
  groups: '我在的群',
  messages: '我发的消息',
  participations: '参加记录',
  activities: '参加记录',
  decisions: '每次判断和原因',
  checkIns: '打卡记录',
  makeUps: '补卡记录',
  grants: '该得的积分',
  points: '积分每一笔',
  ledger: '积分每一笔',
  entries: '积分每一笔',
  balance: '积分余额',
  draws: '开盒记录',
  prizes: '奖品',
  coupons: '优惠券',
  intake: '测肤回答和结果',
  care: '和老师的对话',
  tags: '标签和来历',
  notices: '通知',
  orders: '订单',
  links: '我的链接、我点开的链接',
  koc: 'KOC 身份',
  growth: '成长的每一步',
  commission: '佣金',
  withdrawals: '提现',
  'sub-groups': '子群',
  'koc-rights': '领过的权益',
  'koc-budgets': '送出和收到的心意',
  materials: '转发过的素材',
  training: '学过的课、做过的清单',
  wishes: '心愿和建议',
  sessions: '登录记录',
  blacklistings: '异常记录',
  audit: '操作记录',
  merges: '认出是同一个人的记录',
  seenAsOne: '看作同一个人的其他身份',
};

/** The parts of an export as lines that open. */
export const Everything = ({ data }: { data: Readonly<Record<string, unknown>> }) => (
  <Box className="everything">
    {Object.entries(data).map(([key, value]) => (
      <Part key={key} name={NAMES[key] ?? key} value={value} names={WORD_NAMES[key]} />
    ))}
  </Box>
);

interface PartProps {
  name: string;
  value: unknown;
  names: Readonly<Record<string, string>> | undefined;
}

const Part = ({ name, value, names }: PartProps) => {
  const size = Array.isArray(value) ? `${value.length} 条` : '';
  const [open, setOpen] = useState(false);
  if (Array.isArray(value) && value.length === 0)
    return (
      <Box className="everything-part everything-none">
        <Words>{name}</Words>
        <Words className="everything-size">没有</Words>
      </Box>
    );
  return (
    <Box className="everything-part">
      <Tap
        className="everything-head"
        onTap={() => setOpen(!open)}
        label={`${name} ${size} ${open ? '收起' : '展开'}`}
      >
        <Words>{name}</Words>
        <Words className="everything-size">{`${size} ${open ? '收起' : '展开'}`}</Words>
      </Tap>
      {open ? (
        <Box className="everything-text">
          <Readable value={value} names={names} />
        </Box>
      ) : null}
    </Box>
  );
};
