import { App, Button } from 'antd';
import { Link } from 'react-router';
import { type Out, sentenceOf, useRows, useSend } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { PickFilter, given, usePicked } from '../ui/Filters';
import { Sheets } from '../ui/Listing';
import { Blank, Card, Pill } from '../ui/pieces';
import { clockSeconds, when } from '../ui/when';

type Row = Out<'risk', 'blacklist'>['items'][number];

const Evidence = ({ row }: { row: Row }) =>
  row.evidence.length === 0 ? null : (
    <details style={{ marginTop: 8 }}>
      <summary className="link">看证据：{row.evidence.length} 次进群</summary>
      <ul style={{ marginTop: 6, fontSize: 13 }} className="num">
        {row.evidence.map(({ groupName, at }, i) => (
          <li key={i}>
            {clockSeconds(at)} 进了「{groupName}」
          </li>
        ))}
      </ul>
    </details>
  );

const Entry = ({ row }: { row: Row }) => {
  const can = useCan();
  const { message } = App.useApp();
  const lift = useSend('risk', 'lift', {
    refresh: ['people', 'groups'],
    then: () => void message.info(`${row.nickname} 解除了，从现在起又能参加`),
  });
  return (
    <Card
      title={<Link to={`/people/${row.personId}`}>{row.nickname}</Link>}
      sub={`${when(row.at)} · ${row.by}`}
      extra={
        row.liftedAt ? (
          <Pill tone="good">已解除</Pill>
        ) : (
          can('risk.write') && (
            <Button
              loading={lift.isPending}
              onClick={() =>
                lift.mutate(
                  { id: row.id },
                  { onError: (failure) => void message.warning(sentenceOf(failure)) },
                )
              }
            >
              解除
            </Button>
          )
        )
      }
    >
      <p>{row.reason}</p>
      {row.liftedAt && (
        <p className="quiet">
          {when(row.liftedAt)} 由{row.liftedBy ?? '同事'}解除{row.liftReason && `：${row.liftReason}`}
        </p>
      )}
      <Evidence row={row} />
    </Card>
  );
};

const SHOWN = [
  { value: 'now', label: '在黑名单里' },
  { value: 'lifted', label: '解除过的' },
  { value: 'all', label: '全部' },
] as const;
const LIFTED = { now: 'no', lifted: 'yes', all: undefined } as const;

/** Who gets nothing and why, with the evidence, and one click to undo it. */
export const Risk = () => {
  const [which] = usePicked('which', SHOWN);
  const rows = useRows(
    'risk',
    'blacklist',
    { limit: 50, ...given({ lifted: LIFTED[which] }) },
    { everyMs: 10_000 },
  );
  return (
    <Page
      title="风险"
      lead="几秒里连进很多群的号，会自动进黑名单，什么活动都不给。人说了算：觉得冤枉，一键解除。"
    >
      <Sheets
        of={rows}
        one={(row) => <Entry key={row.id} row={row} />}
        filters={<PickFilter name="哪些" param="which" options={SHOWN} />}
        blank={
          <Blank title={which === 'now' ? '黑名单是空的' : '没有记录'}>
            有人几秒内连进十个群，会出现在这里。
          </Blank>
        }
      />
    </Page>
  );
};
