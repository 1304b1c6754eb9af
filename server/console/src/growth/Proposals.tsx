import { GROWTH_PROPOSAL_STATE_NAMES, KOC_TIER_NAMES, KOC_TIERS, type KocTier } from '@kouyi/shared/types';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { PickFilter, usePicked } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { useTell } from '../ui/tell';
import { when } from '../ui/when';

type Row = Out<'growth', 'proposals'>['items'][number];
const TIERS = KOC_TIERS.map((value) => ({ value, label: KOC_TIER_NAMES[value] }));
const SHOWN = [
  { value: 'open', label: '等你决定' },
  { value: 'all', label: '全部' },
] as const;

/** Whom the rules would appoint, or end: a person decides. */
export const Proposals = () => {
  const can = useCan();
  const [which] = usePicked('which', SHOWN);
  const [deciding, setDeciding] = useState<{ row: Row; yes: boolean }>();
  const rows = useRows('growth', 'proposals', {
    limit: 50,
    ...(which === 'all' ? {} : { state: 'open' as const }),
  });
  const columns: Column<Row>[] = [
    {
      head: '谁',
      cell: ({ personId, nickname, score }) => (
        <>
          <Link to={`/koc/people/${personId}`}>
            <strong>{nickname || '还没有昵称'}</strong>
          </Link>
          {score !== undefined && <small>提名时 {score.toFixed(1)} 分</small>}
        </>
      ),
    },
    {
      head: '提的是',
      cell: ({ kind }) => (
        <Pill tone={kind === 'appoint' ? 'good' : 'care'}>
          {kind === 'appoint' ? '任命为 KOC' : '结束 KOC'}
        </Pill>
      ),
    },
    { head: '为什么', cell: ({ reason }) => reason, wide: true },
    { head: '什么时候', cell: ({ at }) => when(at) },
    {
      head: '',
      end: true,
      cell: (row) =>
        row.state === 'open' ? (
          can('koc.write') && (
            <span className="row" style={{ justifyContent: 'flex-end' }}>
              <Button size="small" type="primary" onClick={() => setDeciding({ row, yes: true })}>
                {row.kind === 'appoint' ? '任命' : '结束'}
              </Button>
              <Button size="small" onClick={() => setDeciding({ row, yes: false })}>
                {row.kind === 'appoint' ? '再等等' : '留着'}
              </Button>
            </span>
          )
        ) : (
          <>
            {GROWTH_PROPOSAL_STATE_NAMES[row.state]}
            <small>{[row.decidedBy, row.answer].filter(Boolean).join('：')}</small>
          </>
        ),
    },
  ];
  return (
    <>
      <Listing
        label="提名"
        of={rows}
        columns={columns}
        filters={<PickFilter name="哪些" param="which" options={SHOWN} />}
        blank={
          <Blank title="现在没有要你决定的">
            有人走到最后一个阶段，或者 KOC 的条件断得太久，会在这里问你。谁拿佣金，总要有人点头。
          </Blank>
        }
      />
      {deciding?.yes && <Approve row={deciding.row} onClose={() => setDeciding(undefined)} />}
      {deciding && !deciding.yes && <Refuse row={deciding.row} onClose={() => setDeciding(undefined)} />}
    </>
  );
};

const Approve = ({ row, onClose }: { row: Row; onClose: () => void }) => {
  const tell = useTell();
  const appoints = row.kind === 'appoint';
  const approve = useSend('growth', 'approve', {
    refresh: ['koc'],
    then: ({ nickname }) => {
      onClose();
      tell(appoints ? `${nickname} 是 KOC 了，已经告诉 TA` : `${nickname} 的 KOC 身份结束了`);
    },
  });
  return (
    <FormModal<{ tier?: KocTier; answer?: string }>
      title={appoints ? `任命 ${row.nickname} 为 KOC` : `结束 ${row.nickname} 的 KOC 身份？`}
      open
      ok={appoints ? '任命' : '结束'}
      initial={{ tier: 'starter' }}
      busy={approve.isPending}
      failure={approve.error}
      onClose={onClose}
      onFinish={({ tier, answer }) =>
        approve.mutate({ id: row.id, tier: tier ?? 'starter', ...(answer ? { answer } : {}) })
      }
    >
      <p>{row.reason}</p>
      {appoints ? (
        <Form.Item name="tier" label="从哪一级开始">
          <Select options={TIERS} />
        </Form.Item>
      ) : (
        <Form.Item name="answer" label="为什么（会进记录；已经挣到的还是 TA 的）">
          <Input maxLength={200} />
        </Form.Item>
      )}
    </FormModal>
  );
};

const Refuse = ({ row, onClose }: { row: Row; onClose: () => void }) => {
  const tell = useTell();
  const refuse = useSend('growth', 'refuse', {
    then: () => {
      onClose();
      tell('记下了，60 天内不再提');
    },
  });
  return (
    <FormModal<{ answer: string }>
      title={row.kind === 'appoint' ? `先不任命 ${row.nickname}` : `留着 ${row.nickname}`}
      open
      ok="就这样"
      busy={refuse.isPending}
      failure={refuse.error}
      onClose={onClose}
      onFinish={({ answer }) => refuse.mutate({ id: row.id, answer })}
    >
      <p>记下原因，60 天内不再提。</p>
      <Form.Item
        name="answer"
        label="为什么"
        rules={[{ required: true, min: 2, max: 200, message: '写上原因，至少两个字' }]}
      >
        <Input />
      </Form.Item>
    </FormModal>
  );
};
