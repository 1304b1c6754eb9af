import { Button } from 'antd';
import { type Out, useRows } from '../api';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Pill } from '../ui/pieces';
import { when } from '../ui/when';
import './people.scss';

type Notice = Out<'notices', 'ofPerson'>['items'][number];

/** What became of one notice, in one word. */
const Fate = ({ told, readAt }: Notice) =>
  told ? (
    <Pill tone={readAt ? 'good' : 'info'}>{readAt ? '看过了' : '放进消息'}</Pill>
  ) : (
    <Pill tone="care">没有发</Pill>
  );

/** What a person was told, what was held back, and why: the gate's own words. */
export const Told = ({ personId }: { personId: string }) => {
  const rows = useRows('notices', 'ofPerson', { id: personId, limit: 10 }, { everyMs: 15_000 });
  return (
    <Card title="告诉过什么" sub="小程序消息和微信消息；没有发的也写明为什么">
      {rows.isLoading ? (
        <Bones lines={4} />
      ) : rows.failure ? (
        <Failed failure={rows.failure} retry={rows.retry} />
      ) : rows.rows.length === 0 ? (
        <Blank title="还没有单独告诉过什么">中奖、券快到期、老师回复，都会写在这里。</Blank>
      ) : (
        <ul className="told">
          {rows.rows.map((notice) => (
            <li key={notice.id}>
              <div className="told-head">
                <strong>{notice.title}</strong>
                <Fate {...notice} />
              </div>
              <span>{notice.text}</span>
              <small>
                {when(notice.at)} · {notice.kind === 'promotion' ? '推广' : '服务'} · {notice.reason}
                {notice.push && ` ${notice.push}`}
                {notice.readAt && ` ${when(notice.readAt)} 看过。`}
              </small>
            </li>
          ))}
        </ul>
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
