import { Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useApi } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { IfCan, useCan } from '../app/session';
import { RoomBeside } from '../live/RoomBeside';
import { Together } from '../ui/Bones';
import { Card, Facts, Pill, Tag } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo } from '../ui/use';
import { when } from '../ui/when';
import { GroupForm } from './GroupForm';
import { Heat } from './Heat';
import { Members } from './Members';
import '../live/live.scss';

/** One group: what it is, when it speaks, who is in it, and what is being said. */
export const GroupPage = () => {
  const { id = '' } = useParams();
  const go = useGo();
  const can = useCan();
  const [editing, setEditing] = useState(false);
  const one = useApi('groups', 'get', { id }, { everyMs: 10_000 });
  if (!one.data) return <NotYet title="群" back={{ name: '群', to: '/groups' }} of={one} />;
  const group = one.data;
  return (
    <Page
      title={group.name}
      back={{ name: '群', to: '/groups' }}
      state={group.runningActivities > 0 && <Pill tone="live">{group.runningActivities} 个活动进行中</Pill>}
      acts={
        <>
          <IfCan right="groups.write">
            <Button onClick={() => setEditing(true)}>改资料</Button>
          </IfCan>
          {group.channel === 'simulator' && can('simulator.use') && (
            <Button type="primary" onClick={() => go(`/simulator?rooms=${group.id}`)}>
              在模拟器里打开
            </Button>
          )}
        </>
      }
    >
      <Together>
        <div className="split">
          <div className="stack" style={{ gap: 18 }}>
            <Card>
              <Facts
                of={[
                  ['成员', `${count(group.memberCount)} 人，${group.band}`],
                  ['门店', group.unitName],
                  [
                    '标签',
                    group.tags.length > 0 ? (
                      <span className="row" style={{ gap: 4 }}>
                        {group.tags.map((tag) => (
                          <Tag key={tag}>{tag}</Tag>
                        ))}
                      </span>
                    ) : (
                      '还没有'
                    ),
                  ],
                  ['最近说话', group.lastMessageAt ? when(group.lastMessageAt) : '还没有'],
                  [
                    '渠道',
                    `${group.channel === 'simulator' ? '模拟器' : group.channel} · ${group.channelGroupId}`,
                  ],
                ]}
              />
            </Card>
            <Heat groupId={group.id} />
            <Members groupId={group.id} />
          </div>
          {can('messages.read') && (
            <RoomBeside groupId={group.id} name={group.name} live={group.runningActivities > 0} />
          )}
        </div>
      </Together>
      <GroupForm group={group} open={editing} onClose={() => setEditing(false)} />
    </Page>
  );
};
