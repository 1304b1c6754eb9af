import {
  GROWTH_STAGES,
  GROWTH_STANDING_NAMES,
  type GrowthStage,
  KOC_TIER_NAMES,
  KOC_TIERS,
  type KocTier,
} from '@kouyi/shared/types';
import { App, DatePicker, Form, Input, InputNumber, Segmented, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { GroupSelect } from '../activities/Where';
import { type In, type Out, useSend } from '../api';
import { FormModal } from '../ui/FormModal';
import { fromPicker, toPicker, when } from '../ui/when';
import { PeoplePick } from './PeoplePick';

type Moment = Out<'wishes', 'moments'>['items'][number];

interface Wish {
  title: string;
  text: string;
  startAt: Dayjs;
  place?: string;
  groups?: string[];
  to: Moment['audience']['to'];
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

const initialOf = (row: Moment | undefined): Partial<Record<keyof Wish, unknown>> =>
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

/** The dialog of an exclusive moment: a new one, or one that is changed before anybody was told. */
export const MomentForm = ({
  row,
  open,
  onClose,
}: {
  row: Moment | undefined;
  open: boolean;
  onClose: () => void;
}) => {
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
      <Select
        mode="multiple"
        placeholder="全部"
        options={KOC_TIERS.map((value) => ({ value, label: KOC_TIER_NAMES[value] }))}
      />
    </Form.Item>
  );
};
