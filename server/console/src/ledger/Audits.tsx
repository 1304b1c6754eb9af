import { useApi } from '../api';
import { Bones } from '../ui/Bones';
import { Card, Failed, Notice, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { when } from '../ui/when';

/** When the books were last compared with their entries. A difference is said loudly. */
export const Audits = () => {
  const audits = useApi('ledger', 'audits', { limit: 1 });
  if (audits.isPending) return <Bones lines={1} />;
  if (audits.error) return <Failed failure={audits.error} retry={() => void audits.refetch()} />;
  const [last] = audits.data.items;
  if (!last) return <Notice tone="info">每天会从头核对一遍所有余额，第一次核对还没到时间。</Notice>;
  return last.differences > 0 ? (
    <Notice>
      {when(last.at)} 核对发现 {count(last.differences)} 处对不上，请马上让技术同事运行 npm run audit
      查看明细。
    </Notice>
  ) : (
    <Card>
      <p className="row">
        <Pill tone="good">账平</Pill>
        {when(last.at)} 从头核对了 {count(last.transactions)} 笔、{count(last.accounts)} 个账户，用了{' '}
        {last.seconds.toFixed(1)} 秒，一分不差。
      </p>
    </Card>
  );
};
