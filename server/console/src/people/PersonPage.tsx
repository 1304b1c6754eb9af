import { Link, useParams } from 'react-router';
import { type Out, useApi } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { ResetAge } from '../draws/ResetAge';
import { type Column, DataTable } from '../ui/DataTable';
import { Together } from '../ui/Bones';
import { Card, Figure, Pill } from '../ui/pieces';
import { count, signed } from '../ui/number';
import { useGo } from '../ui/use';
import { when } from '../ui/when';
import { outcomeWords } from '../ui/words';
import { BlacklistButton, LiftButton } from './Blacklist';
import { Identities } from './Merge';
import { Profile } from './Profile';
import { Timeline } from './Timeline';
import { Told } from './Told';

type Known = Out<'people', 'get'>;

const took: Column<Known['participations'][number]>[] = [
  { head: '活动', cell: ({ activityId, title }) => <Link to={`/activities/${activityId}`}>{title}</Link> },
  { head: '群', cell: ({ groupName }) => groupName },
  { head: '什么时候', cell: ({ at }) => when(at) },
  {
    head: '结果',
    cell: ({ outcome }) => (
      <Pill tone={outcome === 'counted' ? 'good' : 'care'}>{outcomeWords(outcome)}</Pill>
    ),
  },
  { head: '积分', cell: ({ points }) => signed(points), end: true },
];

const entries: Column<Known['entries'][number]>[] = [
  { head: '为什么', cell: ({ reason }) => reason },
  { head: '什么时候', cell: ({ at }) => when(at) },
  { head: '积分', cell: ({ points }) => signed(points), end: true },
];

/** One person: who they are, where they are, what they took part in, and every point with its reason. */
export const PersonPage = () => {
  const { id = '' } = useParams();
  const go = useGo();
  const can = useCan();
  const one = useApi('people', 'get', { id });
  if (!one.data) return <NotYet title="人" back={{ name: '人', to: '/people' }} of={one} />;
  const { person, merged, perhaps, groups, participations, entries: lines } = one.data;
  const name = person.nickname || '这个人';
  const counted = participations.filter(({ outcome }) => outcome === 'counted').length;
  return (
    <Page
      title={person.nickname || '还没有昵称'}
      back={{ name: '人', to: '/people' }}
      state={person.blacklisted && <Pill tone="care">在黑名单里</Pill>}
      acts={
        <>
          <ResetAge personId={person.id} name={name} />
          {can('risk.write') &&
            (person.blacklisted ? (
              <LiftButton personIds={[person.id, ...merged.map(({ personId }) => personId)]} />
            ) : (
              <BlacklistButton personId={person.id} name={name} />
            ))}
        </>
      }
    >
      <div className="stack" style={{ gap: 18 }}>
        <div className="figures">
          <Figure label="积分" value={count(person.points)} note="按账本里的每一笔算出来" />
          <Figure label="最近计入" value={count(counted)} note={`最近 ${participations.length} 次里`} />
          <Figure
            label="现在在"
            value={`${groups.filter(({ leftAt }) => !leftAt).length} 个群`}
            note={`${when(person.createdAt)} 第一次见`}
          />
        </div>
        <Together>
          <div className="split">
            <div className="stack" style={{ gap: 18 }}>
              <Timeline personId={person.id} />
              <Card title="参加过" sub="最近的在前">
                {participations.length === 0 ? (
                  <p className="quiet">还没参加过活动。在群里扣过 1，这里就有。</p>
                ) : (
                  <DataTable
                    label="参加过的活动"
                    columns={took}
                    rows={participations}
                    keyOf={(row) => row.at + row.activityId + row.groupName}
                  />
                )}
              </Card>
              <Told personId={person.id} />
            </div>
            <div className="stack" style={{ gap: 18 }}>
              <Profile personId={person.id} />
              <Identities person={person} merged={merged} perhaps={perhaps} />
              <Card title="群">
                {groups.length === 0 ? (
                  <p className="quiet">不在任何群里。</p>
                ) : (
                  <DataTable
                    label="群"
                    rows={groups}
                    keyOf={({ id: groupId }) => groupId}
                    onOpen={({ id: groupId }) => go(`/groups/${groupId}`)}
                    columns={[
                      { head: '群', cell: ({ name }) => name },
                      {
                        head: '进群',
                        cell: ({ joinedAt, leftAt }) => (leftAt ? `${when(leftAt)} 离开` : when(joinedAt)),
                        end: true,
                      },
                    ]}
                  />
                )}
              </Card>
              <Card
                title="积分明细"
                extra={
                  can('ledger.read') && (
                    <Link className="link" to={`/ledger?person=${person.id}`}>
                      在账本里看
                    </Link>
                  )
                }
              >
                {lines.length === 0 ? (
                  <p className="quiet">还没有得过积分。</p>
                ) : (
                  <DataTable label="积分明细" columns={entries} rows={lines} keyOf={(line) => line.id} />
                )}
              </Card>
            </div>
          </div>
        </Together>
      </div>
    </Page>
  );
};
