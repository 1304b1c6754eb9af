import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { FormModal } from '../ui/FormModal';
import { Paged } from '../ui/Paged';
import { Blank, Card, Failed, Pill } from '../ui/pieces';
import { useTell } from '../ui/tell';
import { when } from '../ui/when';
import './subgroups.scss';

type Row = Out<'subGroups', 'suggestions'>['items'][number];
type Candidate = Row['candidates'][number];
interface No {
  row: Row;
  person?: Candidate;
}

/** Where somebody can be asked stands above where nobody can be yet. */
const withPeopleFirst = (rows: readonly Row[]): Row[] => [
  ...rows.filter(({ candidates }) => candidates.length > 0),
  ...rows.filter(({ candidates }) => candidates.length === 0),
];

/** Groups with too few KOCs, and whom to ask. */
export const Suggestions = () => {
  const rows = useRows('subGroups', 'suggestions', { limit: 20 });
  const [no, setNo] = useState<No>();
  return (
    <>
      <Paged
        of={rows}
        lines={6}
        blank={
          <Card>
            <Blank title="没有缺 KOC 的群">
              每 20 位群友配 1 位 KOC，隔几个小时算一次；有群缺人，会在这里列出可以问谁。
            </Blank>
          </Card>
        }
      >
        {(found) => (
          <div className="stack">
            {withPeopleFirst(found).map((row) => (
              <One key={row.groupId} row={row} onNo={(person) => setNo(person ? { row, person } : { row })} />
            ))}
          </div>
        )}
      </Paged>
      {no && <Dismiss no={no} onClose={() => setNo(undefined)} />}
    </>
  );
};

const One = ({ row, onNo }: { row: Row; onNo: (person?: Candidate) => void }) => {
  const can = useCan();
  const tell = useTell();
  const acts = can('koc.write');
  const look = useSend('subGroups', 'suggestion', { then: () => tell('按现在的情况重新算过了') });
  const approve = useSend('subGroups', 'approveSuggestion', {
    refresh: ['koc', 'growth'],
    then: (_row, { personId }) =>
      tell(`${row.candidates.find((each) => each.personId === personId)?.name ?? 'TA'} 是 KOC 了`),
  });
  return (
    <Card
      title={
        <Link className="link" to={`/groups/${row.groupId}`}>
          {row.groupName}
        </Link>
      }
      sub={`${row.unitName} · ${row.words} ${when(row.at)} 算的`}
      extra={
        <span className="row">
          <Pill tone="care">还缺 {row.missing} 位</Pill>
          <Button loading={look.isPending} onClick={() => look.mutate({ groupId: row.groupId })}>
            重新算
          </Button>
          {acts && <Button onClick={() => onNo()}>这个群先不加</Button>}
        </span>
      }
    >
      {approve.error && <Failed failure={approve.error} />}
      {row.candidates.length === 0 ? (
        <p className="quiet">
          现在没有合适的人：近 30 天在群里参加过 3
          天以上、没有风险记录的人才会被提名。先办个活动，让人动起来。
        </p>
      ) : (
        <ul className="koc-candidates">
          {row.candidates.map((person) => (
            <li key={person.personId}>
              <span>
                <Link className="link" to={`/koc/people/${person.personId}`}>
                  {person.name}
                </Link>
                <small>{person.why}</small>
              </span>
              {acts && can('commission.write') && (
                <span className="row">
                  <Button size="small" onClick={() => onNo(person)}>
                    不选 TA
                  </Button>
                  <Button
                    size="small"
                    loading={approve.isPending && approve.variables.personId === person.personId}
                    onClick={() => approve.mutate({ groupId: row.groupId, personId: person.personId })}
                  >
                    任命为 KOC
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};

const Dismiss = ({ no: { row, person }, onClose }: { no: No; onClose: () => void }) => {
  const tell = useTell();
  const dismiss = useSend('subGroups', 'dismissSuggestion', {
    then: () => {
      onClose();
      tell('记下了，到期之前不再提');
    },
  });
  return (
    <FormModal<{ reason: string; days: number }>
      title={person ? `先不选 ${person.name}` : `「${row.groupName}」先不加 KOC`}
      open
      ok="就这样"
      initial={{ days: 60 }}
      busy={dismiss.isPending}
      failure={dismiss.error}
      onClose={onClose}
      onFinish={({ reason, days }) =>
        dismiss.mutate({
          groupId: row.groupId,
          ...(person ? { personId: person.personId } : {}),
          reason,
          days,
        })
      }
    >
      <Form.Item
        name="reason"
        label="为什么"
        rules={[{ required: true, min: 2, max: 200, message: '写上原因，至少两个字' }]}
      >
        <Input />
      </Form.Item>
      <Form.Item name="days" label="多少天内不再提">
        <InputNumber min={7} max={365} precision={0} suffix="天" />
      </Form.Item>
    </FormModal>
  );
};
