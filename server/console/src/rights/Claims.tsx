import { KOC_TIER_NAMES, RIGHT_CLAIM_STATE_NAMES, type RightClaimState } from '@kouyi/shared/types';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useApi, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { PickFilter } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Listing } from '../ui/Listing';
import { Blank, Pill, Trouble } from '../ui/pieces';
import { useTell } from '../ui/tell';
import { useOneOf } from '../ui/use';
import { when } from '../ui/when';

type Row = Out<'rights', 'claims'>['items'][number];
type Act = { row: Row; as: 'decline' | 'deliver' };

/** What the list can be cut down to; `late` is of what was approved. */
const SHOWN = ['requested', 'approved', 'late', 'delivered', 'declined', 'all'] as const;
type Shown = (typeof SHOWN)[number];
const TONES: Record<RightClaimState, 'good' | 'care' | 'info' | undefined> = {
  requested: 'care',
  approved: 'info',
  delivered: 'good',
  declined: undefined,
  withdrawn: undefined,
  expired: undefined,
};

const BLANKS: Partial<Record<Shown, string>> = { requested: '没有等你审核的', late: '没有发晚的' };

/** Who claimed what, and what still waits for a yes or for a parcel. */
export const Claims = () => {
  const can = useCan();
  const tell = useTell();
  const [shown] = useOneOf('state', SHOWN);
  const rows = useRows(
    'rights',
    'claims',
    { limit: 50, ...(shown === 'all' ? {} : shown === 'late' ? { late: 'yes' } : { state: shown }) },
    { everyMs: 15_000 },
  );
  const counts = useApi('rights', 'claims', { limit: 1 }, { everyMs: 15_000 });
  const [act, setAct] = useState<Act>();
  const approve = useSend('rights', 'approve', {
    refresh: ['budgets'],
    then: ({ state, personName, name }) =>
      tell(state === 'delivered' ? `「${name}」已给 ${personName}` : `通过了，等发放给 ${personName}`),
  });
  const label = (value: Shown): string => {
    if (value === 'all') return '全部';
    const name = value === 'late' ? '发晚了' : RIGHT_CLAIM_STATE_NAMES[value];
    const waiting =
      value === 'requested' || value === 'approved' || value === 'late' ? counts.data?.[value] : 0;
    return waiting ? `${name} ${waiting}` : name;
  };
  const columns: Column<Row>[] = [
    {
      head: '谁',
      cell: ({ personId, personName, tier }) => (
        <>
          <Link to={`/koc/people/${personId}`}>
            <strong>{personName}</strong>
          </Link>
          <small>{KOC_TIER_NAMES[tier]}</small>
        </>
      ),
    },
    {
      head: '权益',
      cell: ({ name, gives }) => (
        <>
          {name}
          <small>{gives}</small>
        </>
      ),
    },
    { head: '留言', cell: ({ note }) => note ?? '–', wide: true },
    {
      head: '状态',
      cell: ({ state, delivery, deliverBy, late }) => (
        <>
          <Pill tone={late ? 'care' : TONES[state]}>{late ? '发晚了' : RIGHT_CLAIM_STATE_NAMES[state]}</Pill>
          {delivery && <small>{delivery}</small>}
          {deliverBy && <small>{late ? `该在 ${when(deliverBy)} 前发的` : `${when(deliverBy)} 前发`}</small>}
        </>
      ),
    },
    { head: '什么时候', cell: ({ at }) => when(at) },
    {
      head: '',
      end: true,
      cell: (row) =>
        can('koc.write') && (
          <span className="row" style={{ justifyContent: 'flex-end' }}>
            {(row.state === 'requested' || row.state === 'approved') && (
              <Button size="small" onClick={() => setAct({ row, as: 'decline' })}>
                不通过
              </Button>
            )}
            {row.state === 'requested' && (
              <Button
                size="small"
                type="primary"
                loading={approve.isPending && approve.variables.id === row.id}
                onClick={() => approve.mutate({ id: row.id })}
              >
                通过
              </Button>
            )}
            {row.state === 'approved' && (
              <Button size="small" type="primary" onClick={() => setAct({ row, as: 'deliver' })}>
                登记发放
              </Button>
            )}
          </span>
        ),
    },
  ];
  return (
    <>
      <Trouble failure={approve.error} />
      <Listing
        label="权益申请"
        of={rows}
        columns={columns}
        filters={
          <PickFilter
            name="状态"
            param="state"
            options={SHOWN.map((value) => ({ value, label: label(value) }))}
          />
        }
        blank={
          <Blank title={BLANKS[shown] ?? '这里是空的'}>
            KOC 在小程序里领权益；积分、券和预算通过就到账，实物和服务发出后在这里登记。
          </Blank>
        }
      />
      {act && <Say key={act.row.id + act.as} act={act} onClose={() => setAct(undefined)} />}
    </>
  );
};

const Say = ({ act: { row, as }, onClose }: { act: Act; onClose: () => void }) => {
  const decline = useSend('rights', 'decline', { then: onClose });
  const deliver = useSend('rights', 'deliver', { then: onClose });
  const no = as === 'decline';
  return (
    <FormModal<{ text: string }>
      title={no ? `「${row.name}」不通过` : `「${row.name}」发给了 ${row.personName}`}
      open
      ok={no ? '不通过' : '登记'}
      busy={decline.isPending || deliver.isPending}
      failure={decline.error ?? deliver.error}
      onClose={onClose}
      onFinish={({ text }) =>
        no ? decline.mutate({ id: row.id, reason: text }) : deliver.mutate({ id: row.id, note: text })
      }
    >
      {!no && row.note && <p>KOC 的留言：{row.note}</p>}
      <Form.Item
        name="text"
        label={no ? '为什么（KOC 会看到，次数会还给 TA）' : '怎么发的（KOC 会看到）：快递单号、时间、谁接待'}
        rules={[{ required: true, min: 2, max: 200, message: '写上两个字以上' }]}
      >
        <Input />
      </Form.Item>
    </FormModal>
  );
};
