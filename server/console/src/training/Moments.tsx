import {
  GROWTH_STAGES,
  GROWTH_STANDING_NAMES,
  type GrowthStage,
  KOC_TIER_NAMES,
  KOC_TIERS,
  type KocTier,
  MOMENT_STATE_NAMES,
  type MomentState,
} from '@kouyi/shared/types';
import { App, Button, DatePicker, Form, Input, InputNumber, Segmented, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { GroupSelect } from '../activities/Where';
import { type In, type Out, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { FormModal } from '../ui/FormModal';
import { count } from '../ui/number';
import { Blank, Card, Pill } from '../ui/pieces';
import { useParam } from '../ui/use';
import { fromPicker, toPicker, when } from '../ui/when';
import { Listed } from './Listed';
import { PeoplePick } from './PeoplePick';
import './training.scss';

type Row = Out<'wishes', 'moments'>['items'][number];

const TONES: Record<MomentState, 'good' | 'info' | undefined> = {
  planned: 'info',
  told: 'good',
  cancelled: undefined,
  done: undefined,
};

/** Exclusive moments: planned, told before, called off, followed up. */
export const Moments = () => {
  const can = useCan();
  const [kept, setWhen] = useParam('when');
  const shown = kept === 'over' ? 'over' : 'coming';
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
      <div className="filters">
        <Segmented
          options={[
            { value: 'coming', label: '接下来' },
            { value: 'over', label: '过去的' },
          ]}
          value={shown}
          onChange={(value) => setWhen(value === 'coming' ? '' : value)}
        />
        <span className="push">{make}</span>
      </div>
      <Listed
        of={rows}
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
      <Edit
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

interface Wish {
  title: string;
  text: string;
  startAt: Dayjs;
  place?: string;
  groups?: string[];
  to: Row['audience']['to'];
  tiers?: KocTier[];
  stages?: GrowthStage[];
  personIds?: string[];
  tellHoursBefore: number;
}

/** antd hands value and onChange to whatever stands in a Form.Item. */
const GroupField = ({
  value = [],
  onChange = () => undefined,
}: {
  value?: string[];
  onChange?: (ids: string[]) => void;
}) => (
  <GroupSelect
    label="在哪个群"
    placeholder="不在群里就空着"
    value={value}
    onChange={(ids) => onChange(ids.slice(-1))}
  />
);

const initialOf = (row: Row | undefined): Partial<Record<keyof Wish, unknown>> =>
  row
    ? {
        title: row.title,
        text: row.text,
        startAt: toPicker(row.startAt),
        place: row.place,
        groups: row.groupId ? [row.groupId] : [],
        to: row.audience.to,
        tiers: row.audience.to === 'kocs' ? row.audience.tiers : [],
        stages: row.audience.to === 'stages' ? row.audience.stages : [],
        personIds: row.audience.to === 'people' ? row.audience.personIds : [],
        tellHoursBefore: row.tellHoursBefore,
      }
    : { to: 'kocs', tellHoursBefore: 24 };

const audienceOf = ({
  to,
  tiers = [],
  stages = [],
  personIds = [],
}: Wish): In<'wishes', 'saveMoment'>['audience'] =>
  to === 'people' ? { to, personIds } : to === 'stages' ? { to, stages } : { to, tiers };

const Edit = ({ row, open, onClose }: { row: Row | undefined; open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const save = useSend('wishes', 'saveMoment', {
    then: ({ tellAt }) => {
      onClose();
      void message.info(
        Date.parse(tellAt) > Date.now() ? `安排好了，${when(tellAt)} 通知` : '安排好了，马上通知',
      );
    },
  });
  return (
    <FormModal<Wish>
      title={row ? `改「${row.title}」` : '安排一个专属时刻'}
      open={open}
      ok="安排"
      initial={initialOf(row)}
      busy={save.isPending}
      failure={save.error}
      onClose={onClose}
      onFinish={(wish) =>
        save.mutate({
          ...(row ? { id: row.id, revision: row.revision } : {}),
          title: wish.title,
          text: wish.text,
          startAt: fromPicker(wish.startAt),
          place: wish.place ?? '',
          ...(wish.groups?.[0] ? { groupId: wish.groups[0] } : {}),
          audience: audienceOf(wish),
          tellHoursBefore: wish.tellHoursBefore,
        })
      }
    >
      <Form.Item name="title" label="叫什么" rules={[{ required: true, min: 2, message: '起个名字' }]}>
        <Input maxLength={30} placeholder="比如：配方师见面会" />
      </Form.Item>
      <Form.Item
        name="text"
        label="说几句（会发给 TA 们）"
        rules={[{ required: true, min: 2, message: '写几句' }]}
      >
        <Input.TextArea maxLength={300} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item name="startAt" label="什么时候" rules={[{ required: true, message: '选个时间' }]}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Form.Item name="place" label="在哪里">
        <Input maxLength={60} placeholder="比如：静安店二楼、视频号直播间" />
      </Form.Item>
      <Form.Item name="groups" label="在哪个群里">
        <GroupField />
      </Form.Item>
      <Form.Item name="to" label="请谁">
        <Segmented
          options={[
            { value: 'kocs', label: 'KOC' },
            { value: 'stages', label: '按成长阶段' },
            { value: 'people', label: '指定几位' },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => <Who to={getFieldValue('to') as Wish['to']} />}
      </Form.Item>
      <Form.Item
        name="tellHoursBefore"
        label="提前多久通知"
        rules={[{ required: true, message: '写几个小时' }]}
        extra="通知以后不能再改时间，只能取消了重新安排。"
      >
        <InputNumber min={1} max={336} precision={0} suffix="小时" />
      </Form.Item>
    </FormModal>
  );
};

/** Which of them, by the way that was chosen. */
const Who = ({ to }: { to: Wish['to'] }) => {
  if (to === 'people')
    return (
      <Form.Item name="personIds" label="哪几位" rules={[{ required: true, message: '至少选一位' }]}>
        <PeoplePick />
      </Form.Item>
    );
  if (to === 'stages')
    return (
      <Form.Item name="stages" label="哪些阶段的人" rules={[{ required: true, message: '至少选一个' }]}>
        <Select
          mode="multiple"
          options={GROWTH_STAGES.map((value) => ({ value, label: GROWTH_STANDING_NAMES[value] }))}
        />
      </Form.Item>
    );
  return (
    <Form.Item name="tiers" label="哪些等级（不选就是全部）">
      <Select mode="multiple" options={KOC_TIERS.map((value) => ({ value, label: KOC_TIER_NAMES[value] }))} />
    </Form.Item>
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
  const [key] = useState(() => crypto.randomUUID());
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
