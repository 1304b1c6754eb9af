import {
  GROUP_HEALTH_NAMES,
  KOC_TIER_NAMES,
  SUB_GROUP_STATE_NAMES,
  TODAY_KIND_NAMES,
} from '@kouyi/shared/types';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type Out, useApi, useRows } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { useCopy } from '../ui/copy';
import { type Column, DataTable, PagedTable } from '../ui/DataTable';
import { count } from '../ui/number';
import { Blank, Card, Facts, Figure, Formula, Notice, Pill, Tag } from '../ui/pieces';
import { useGo } from '../ui/use';
import { when } from '../ui/when';
import { AttachBox, HandOverBox, JoiningBox, ReasonBox } from './boxes';
import { HEALTH_TONES, STATE_TONES } from './tones';
import './subgroups.scss';

type Story = Out<'subGroups', 'get'>;
type Group = Story['subGroup'];
type Act = 'attach' | 'joining' | 'decline' | 'handOver' | 'close';

/** What may be done in each state, the most likely first. */
const actsOf = ({ state, channel }: Group): { act: Act; name: string }[] => {
  switch (state) {
    case 'requested':
      return [
        { act: 'attach', name: '接上真实的群' },
        { act: 'decline', name: '不通过' },
      ];
    case 'open':
      return [
        ...(channel === 'wechat' ? [{ act: 'joining' as const, name: '换进群二维码' }] : []),
        { act: 'handOver', name: '移交' },
        { act: 'close', name: '结束' },
      ];
    case 'adrift':
      return [
        { act: 'handOver', name: '移交给另一位 KOC' },
        { act: 'close', name: '结束' },
      ];
    default:
      return [];
  }
};

/** One sub-group: how alive it is, what to send today, who is in it, what was done to it. */
export const SubGroupPage = () => {
  const { id = '' } = useParams();
  const can = useCan();
  const [act, setAct] = useState<Act>();
  const one = useApi('subGroups', 'get', { id });
  const back = { name: '子群', to: '/sub-groups' };
  if (!one.data) return <NotYet title="子群" back={back} of={one} />;
  const { subGroup: group, today, steps } = one.data;
  const acts = can('koc.write') ? actsOf(group) : [];
  const done = () => setAct(undefined);
  return (
    <Page
      title={group.name}
      back={back}
      state={<Pill tone={STATE_TONES[group.state]}>{SUB_GROUP_STATE_NAMES[group.state]}</Pill>}
      acts={acts.map((each, i) => (
        <Button
          key={each.act}
          {...(i === 0 && group.state !== 'open' ? { type: 'primary' } : {})}
          onClick={() => setAct(each.act)}
        >
          {each.name}
        </Button>
      ))}
    >
      <div className="stack" style={{ gap: 18 }}>
        {group.state === 'adrift' && <Notice>带群的 KOC 已结束：移交给另一位，或者结束它。</Notice>}
        <div className="figures">
          <Figure label="群里的人" value={count(group.members)} note={`本周新来 ${group.newcomers7d} 位`} />
          <Figure label="本周活跃" value={count(group.active7d)} note="说过话或参加过活动的人" />
          <Figure
            label="健康"
            value={group.health ? group.health.score : '–'}
            note={group.health ? GROUP_HEALTH_NAMES[group.health.level] : '运营中的群才有'}
          />
        </div>
        <div className="split">
          <div className="stack" style={{ gap: 18 }}>
            <About group={group} />
            {group.groupId ? <People id={group.id} /> : null}
          </div>
          <div className="stack" style={{ gap: 18 }}>
            {group.health && <Health health={group.health} />}
            {group.state === 'open' && <Today today={today} />}
            <Card title="做过什么">
              <DataTable
                label="做过什么"
                rows={[...steps].reverse()}
                columns={stepColumns}
                keyOf={({ at, words }) => at + words}
              />
            </Card>
          </div>
        </div>
      </div>
      {act === 'attach' && <AttachBox id={group.id} onClose={done} />}
      {act === 'joining' && <JoiningBox id={group.id} onClose={done} />}
      {act === 'handOver' && <HandOverBox id={group.id} name={group.name} onClose={done} />}
      {(act === 'decline' || act === 'close') && (
        <ReasonBox id={group.id} name={group.name} act={act} onClose={done} />
      )}
    </Page>
  );
};

const About = ({ group }: { group: Group }) => (
  <Card>
    <Facts
      of={[
        [
          'KOC',
          <span key="koc" className="row" style={{ gap: 6 }}>
            <Link className="link" to={`/koc/people/${group.kocId}`}>
              {group.kocName}
            </Link>
            {group.kocTier ? <Tag>{KOC_TIER_NAMES[group.kocTier]}</Tag> : <Tag>已结束</Tag>}
          </span>,
        ],
        ...(group.purpose ? ([['想做什么', group.purpose]] as [string, string][]) : []),
        [
          '群',
          group.groupId ? (
            <Link key="group" className="link" to={`/groups/${group.groupId}`}>
              {group.groupName ?? group.name}
            </Link>
          ) : (
            '还没接上真实的群'
          ),
        ],
        ...(group.joinCode
          ? ([['进群码', <code key="code">{group.joinCode}</code>]] as [string, React.ReactNode][])
          : []),
        ...(group.joinUrl
          ? ([
              [
                '进群链接',
                <a key="url" className="link" href={group.joinUrl} target="_blank" rel="noreferrer">
                  {group.joinUrl}
                </a>,
              ],
            ] as [string, React.ReactNode][])
          : []),
        ['从', when(group.openedAt ?? group.createdAt)],
      ]}
    />
    {group.hasQr && (
      <figure className="sub-group-qr">
        <img src={`/api/sub-groups/${group.id}/qr.jpg`} alt={`${group.name}的群二维码`} />
        <figcaption>{group.qrUntil ? `${when(group.qrUntil)} 前有效` : '群二维码'}</figcaption>
      </figure>
    )}
  </Card>
);

const Health = ({ health }: { health: NonNullable<Group['health']> }) => (
  <Card
    title="健康"
    sub={health.words}
    extra={
      <Pill tone={HEALTH_TONES[health.level]}>
        {GROUP_HEALTH_NAMES[health.level]} {health.score} 分
      </Pill>
    }
  >
    <p>{health.tip}</p>
    <Formula>{health.formula}</Formula>
  </Card>
);

const Today = ({ today }: { today: Story['today'] }) => {
  const copy = useCopy();
  return (
    <Card title="今天发什么" sub="KOC 在小程序里看到的就是这些">
      {today.length === 0 ? (
        <Blank title="今天没有要发的">没有活动、没有新人，群里也聊着，安静一天也好。</Blank>
      ) : (
        <ul className="sub-group-today">
          {today.map(({ id, kind, title, text, why }) => (
            <li key={id}>
              <h3>
                <Tag>{TODAY_KIND_NAMES[kind]}</Tag> {title}
              </h3>
              <p className="wish-text">{text}</p>
              <p className="quiet">{why}</p>
              <Button size="small" onClick={() => copy(text)}>
                复制
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};

type Step = Story['steps'][number];
const stepColumns: Column<Step>[] = [
  { head: '什么', cell: ({ words }) => words },
  { head: '谁', cell: ({ by }) => by },
  { head: '什么时候', cell: ({ at }) => when(at) },
];

type Member = Out<'subGroups', 'members'>['items'][number];
const memberColumns: Column<Member>[] = [
  {
    head: '谁',
    cell: ({ name, isKoc, byCode }) => (
      <>
        <strong>{name}</strong>
        <small>{isKoc ? 'KOC' : byCode ? '扫码来的' : ''}</small>
      </>
    ),
  },
  { head: '本周消息', end: true, cell: ({ messages7d }) => count(messages7d) },
  { head: '本周参加', end: true, cell: ({ participations7d }) => count(participations7d) },
  { head: '最近', cell: ({ lastActiveAt }) => (lastActiveAt ? when(lastActiveAt) : '还没动静') },
  { head: '进群', cell: ({ joinedAt }) => when(joinedAt) },
];

const People = ({ id }: { id: string }) => {
  const go = useGo();
  const can = useCan();
  const rows = useRows('subGroups', 'members', { id, limit: 50 });
  return (
    <Card title="成员">
      <PagedTable
        label="成员"
        of={rows}
        columns={memberColumns}
        keyOf={({ personId }) => personId}
        onOpen={can('people.read') ? ({ personId }) => go(`/people/${personId}`) : undefined}
        blank={<Blank title="还没有人">KOC 把进群码发给朋友，扫一下就进来。</Blank>}
      />
    </Card>
  );
};
