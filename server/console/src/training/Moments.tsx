import { MOMENT_STATE_NAMES, type MomentState } from '@kouyi/shared/types';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { type Out, newKey, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { PickFilter, usePicked } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Sheets } from '../ui/Listing';
import { count } from '../ui/number';
import { Blank, Card, Pill } from '../ui/pieces';
import { when } from '../ui/when';
import { MomentForm } from './MomentForm';
import './training.scss';

type Row = Out<'wishes', 'moments'>['items'][number];

const TONES: Record<MomentState, 'good' | 'info' | undefined> = {
  planned: 'info',
  told: 'good',
  cancelled: undefined,
  done: undefined,
};

const SHOWN = [
  { value: 'coming', label: '接下来' },
  { value: 'over', label: '过去的' },
] as const;

/** Exclusive moments: planned, told before, called off, followed up. */
export const Moments = () => {
  const can = useCan();
  const [shown] = usePicked('when', SHOWN);
  const rows = useRows('wishes', 'moments', { limit: 50, when: shown }, { everyMs: 30_000 });
  const [edited, setEdited] = useState<Row | 'new'>();
  const [asked, setAsked] = useState<{ row: Row; as: 'cancel' | 'more' }>();
  const make = can('koc.write') && (
    <Button type="primary" onClick={() => setEdited('new')}>
      安排一个
    </Button>
  );
  return (
    <>
      <Sheets
        of={rows}
        filters={<PickFilter name="哪些" param="when" options={SHOWN} />}
        acts={make}
        one={(row) => (
          <One key={row.id} row={row} onEdit={() => setEdited(row)} onAsk={(as) => setAsked({ row, as })} />
        )}
        blank={
          <Blank
            title={shown === 'coming' ? '还没有安排' : '还没有过去的'}
            action={shown === 'coming' && make}
          >
            只给 KOC 的见面会、内测、直播前的小灶：到点前自动通知，取消了也会说一声。
          </Blank>
        }
      />
      <MomentForm
        key={edited === 'new' ? 'new' : (edited?.id ?? 'none')}
        row={edited === 'new' ? undefined : edited}
        open={edited !== undefined}
        onClose={() => setEdited(undefined)}
      />
      <Say
        key={asked ? `${asked.row.id}:${asked.as}` : 'nobody'}
        asked={asked}
        onClose={() => setAsked(undefined)}
      />
    </>
  );
};

const One = ({
  row,
  onEdit,
  onAsk,
}: {
  row: Row;
  onEdit: () => void;
  onAsk: (as: 'cancel' | 'more') => void;
}) => {
  const can = useCan();
  const where = [row.place, row.groupName].filter((each) => each).join(' · ');
  return (
    <Card
      title={row.title}
      sub={[when(row.startAt), where, row.audienceWords].filter((each) => each).join(' · ')}
      extra={
        <span className="row">
          <Pill tone={TONES[row.state]}>{MOMENT_STATE_NAMES[row.state]}</Pill>
          {can('koc.write') && (row.state === 'planned' || row.state === 'told') && (
            <Button onClick={() => onAsk('cancel')}>取消</Button>
          )}
          {can('koc.write') && row.state === 'planned' && <Button onClick={onEdit}>改</Button>}
          {can('koc.write') && row.state === 'done' && <Button onClick={() => onAsk('more')}>写后续</Button>}
        </span>
      }
    >
      <p className="wish-text">{row.text}</p>
      <p className="quiet">
        {row.state === 'planned'
          ? `${when(row.tellAt)} 通知`
          : row.told > 0
            ? `通知了 ${count(row.told)} 位`
            : '没有通知到人'}
        {row.cancelReason && `，取消的原因：${row.cancelReason}`}
      </p>
      {row.followUps.map(({ at, by, text }) => (
        <p key={at} className="quiet">{`${when(at)} ${by}：${text}`}</p>
      ))}
    </Card>
  );
};

const Say = ({
  asked,
  onClose,
}: {
  asked: { row: Row; as: 'cancel' | 'more' } | undefined;
  onClose: () => void;
}) => {
  const cancel = useSend('wishes', 'cancelMoment', { then: onClose });
  const followUp = useSend('wishes', 'followUpMoment', { then: onClose });
  const [key] = useState(newKey);
  if (!asked) return null;
  const { row, as } = asked;
  return (
    <FormModal<{ text: string }>
      title={as === 'cancel' ? `取消「${row.title}」？` : `「${row.title}」之后`}
      open
      ok={as === 'cancel' ? '取消它' : '发给来的人'}
      busy={cancel.isPending || followUp.isPending}
      failure={cancel.error ?? followUp.error}
      onClose={onClose}
      onFinish={({ text }) =>
        as === 'cancel'
          ? cancel.mutate({ id: row.id, reason: text })
          : followUp.mutate({ id: row.id, text, requestKey: key })
      }
    >
      <Form.Item
        name="text"
        label={
          as === 'cancel'
            ? row.told > 0
              ? `为什么（会告诉收到通知的 ${row.told} 位）`
              : '为什么（还没有通知过人）'
            : `想说什么（会发给收到通知的 ${row.told} 位）`
        }
        rules={[{ required: true, min: 2, message: '写几句' }]}
      >
        <Input.TextArea maxLength={as === 'cancel' ? 200 : 300} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormModal>
  );
};
