import { useState } from 'react';
import { Box, Tap, Words } from '@/ui/elements';

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
  sessions: '登录记录',
  blacklistings: '异常记录',
  audit: '操作记录',
};

/** The parts of an export as lines that open. */
export const Everything = ({ data }: { data: Readonly<Record<string, unknown>> }) => (
  <Box className="everything">
    {Object.entries(data).map(([key, value]) => (
      <Part key={key} name={NAMES[key] ?? key} value={value} />
    ))}
  </Box>
);

const Part = ({ name, value }: { name: string; value: unknown }) => {
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
          <Words selectable>{JSON.stringify(value, null, 2)}</Words>
        </Box>
      ) : null}
    </Box>
  );
};
