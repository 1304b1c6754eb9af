import { FACT_WORDS, type FactKind } from '@kouyi/shared/types';
import { Button } from 'antd';
import { useRows } from '../api';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Tag } from '../ui/pieces';
import { dayWords, when } from '../ui/when';
import './people.scss';

const kindName = (kind: string): string => FACT_WORDS[kind as FactKind]?.name ?? '其他';

/** Everything that happened to a person, in all their identities, the latest first. */
export const Timeline = ({ personId }: { personId: string }) => {
  const rows = useRows('people', 'timeline', { id: personId, limit: 30 }, { everyMs: 10_000 });
  return (
    <Card title="时间线" sub="群、活动、测试、盲盒、券和订单，最近的在前">
      {rows.isLoading ? (
        <Bones lines={8} />
      ) : rows.failure ? (
        <Failed failure={rows.failure} retry={rows.retry} />
      ) : rows.rows.length === 0 ? (
        <Blank title="还没有发生过什么">进群、说话、参加活动之后，几秒内就会出现在这里。</Blank>
      ) : (
        <ol className="timeline">
          {rows.rows.map(({ id, at, kind, title, groupName }) => (
            <li key={id}>
              <Tag>{kindName(kind)}</Tag>
              <div>
                {title}
                {groupName && kind !== 'joined_group' && kind !== 'left_group' && <small>{groupName}</small>}
              </div>
              <small>{kind === 'visited' || kind === 'signed_in' ? dayWords(at) : when(at)}</small>
            </li>
          ))}
        </ol>
      )}
      {rows.more && (
        <div className="table-foot">
          <Button onClick={rows.more} loading={rows.isMore}>
            再看一些
          </Button>
        </div>
      )}
    </Card>
  );
};
