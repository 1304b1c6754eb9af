import { Link } from 'react-router';
import { type Out, useRows } from '../api';
import { Page } from '../app/Page';
import type { Column } from '../ui/DataTable';
import { ChoiceFilter, NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { Tabs, useTab } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { clockSeconds, dayWords } from '../ui/when';
import { GateForm } from './GateForm';

type Row = Out<'gate', 'outgoing'>['items'][number];

const STATES: Record<Row['state'], { name: string; tone?: 'good' | 'care' | 'info' }> = {
  queued: { name: '排着队', tone: 'info' },
  sent: { name: '发出了', tone: 'good' },
  refused: { name: '没让发', tone: 'care' },
  failed: { name: '没发出去', tone: 'care' },
};
const KINDS: Record<Row['kind'], string> = {
  answer: '汇总回应',
  closing: '结束语',
  welcome: '欢迎',
  reply: '回复员工',
};

const columns: Column<Row>[] = [
  {
    head: '说什么',
    cell: ({ text, kind }) => (
      <>
        {text}
        <small>{KINDS[kind]}</small>
      </>
    ),
    width: '42%',
  },
  {
    head: '群',
    cell: ({ groupId, groupName }) => <Link to={`/groups/${groupId}`}>{groupName}</Link>,
    width: 150,
  },
  {
    head: '什么时候',
    cell: ({ sentAt, createdAt }) => `${dayWords(sentAt ?? createdAt)} ${clockSeconds(sentAt ?? createdAt)}`,
    width: 150,
  },
  {
    head: '结果',
    cell: ({ state }) => <Pill tone={STATES[state].tone}>{STATES[state].name}</Pill>,
    width: 110,
  },
  {
    head: '为什么',
    cell: ({ reason }) => reason ?? <span className="quiet">还没轮到</span>,
    width: '20%',
    wide: true,
  },
];

const Log = () => {
  const [state] = useParam('state');
  const rows = useRows(
    'gate',
    'outgoing',
    { limit: 50, ...given({ state: state as Row['state'] | '' }) },
    { everyMs: 4_000 },
  );
  return (
    <Listing
      label="机器人想说的每句话"
      of={rows}
      columns={columns}
      filters={
        <ChoiceFilter
          name="结果"
          param="state"
          all="全部结果"
          width={150}
          options={Object.entries(STATES).map(([value, { name }]) => ({ value, label: name }))}
        />
      }
      blank={
        state ? (
          <NoneFit of="话" to="/outgoing" hint="换个结果看看。" />
        ) : (
          <Blank title="机器人还没想说什么">
            有活动计数了，它攒一攒就会开口；说没说、为什么，都记在这里。
          </Blank>
        )
      }
    />
  );
};

const TABS = [
  { key: 'log', name: '说过的和没让说的' },
  { key: 'rules', name: '规则' },
] as const;

/** Everything the bot wanted to say, what the gate decided and why; and the gate's rules. */
export const Outgoing = () => {
  const [at, go] = useTab(TABS);
  return (
    <Page title="触达">
      <Tabs label="触达" at={at} onGo={go} tabs={[...TABS]} />
      {at === 'log' ? <Log /> : <GateForm />}
    </Page>
  );
};
