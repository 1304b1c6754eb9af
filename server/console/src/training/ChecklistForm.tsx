import { KOC_TIER_NAMES, KOC_TIERS, type KocTier } from '@kouyi/shared/types';
import { App, DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { ActivityPick } from '../activities/ActivityPick';
import { type Out, useSend } from '../api';
import { freshId } from '../intake/content';
import { FormModal } from '../ui/FormModal';
import { fromPicker, toPicker } from '../ui/when';

type Checklist = Out<'training', 'checklists'>['items'][number];
type Item = Checklist['items'][number];

interface Wish {
  title: string;
  note?: string;
  tiers?: KocTier[];
  activityId?: string | null;
  due?: Dayjs | null;
  lines: string;
}

const ITEMS_MAX = 20;

/** Lines as items; a line that was there before keeps its id, and with it the ticks. */
const itemsOf = (text: string, before: Item[]): Item[] => {
  const lines = text
    .split('\n')
    .map((line) => line.trim().slice(0, 80))
    .filter((line) => line !== '');
  const taken = before.map(({ id }) => id);
  const left = [...before];
  return lines.slice(0, ITEMS_MAX).map((line) => {
    const at = left.findIndex((item) => item.text === line);
    if (at >= 0) return left.splice(at, 1)[0]!;
    const id = freshId('i', taken);
    taken.push(id);
    return { id, text: line };
  });
};

/** The dialog of a check-list: a new one, or one that is changed. */
export const ChecklistForm = ({
  row,
  open,
  onClose,
}: {
  row: Checklist | undefined;
  open: boolean;
  onClose: () => void;
}) => {
  const { message } = App.useApp();
  const save = useSend('training', 'saveChecklist', {
    then: () => {
      onClose();
      void message.info('存好了，KOC 现在就能看到');
    },
  });
  return (
    <FormModal<Wish>
      title={row ? `改「${row.title}」` : '新清单'}
      open={open}
      ok="存好"
      initial={
        row
          ? {
              title: row.title,
              note: row.note,
              tiers: row.tiers,
              activityId: row.activityId,
              due: row.dueAt ? toPicker(row.dueAt) : undefined,
              lines: row.items.map(({ text }) => text).join('\n'),
            }
          : {}
      }
      busy={save.isPending}
      failure={save.error}
      onClose={onClose}
      onFinish={({ title, note = '', tiers = [], activityId, due, lines }) =>
        save.mutate({
          ...(row ? { id: row.id, revision: row.revision } : {}),
          title,
          note,
          tiers,
          items: itemsOf(lines, row?.items ?? []),
          ...(activityId ? { activityId } : {}),
          ...(due ? { dueAt: fromPicker(due) } : {}),
        })
      }
    >
      <Form.Item name="title" label="叫什么" rules={[{ required: true, message: '起个名字' }]}>
        <Input maxLength={40} placeholder="比如：双十二准备" />
      </Form.Item>
      <Form.Item
        name="lines"
        label="要做的事，一行一件"
        rules={[{ required: true, message: '至少写一件' }]}
        extra="改字会当成新的一项，原来的勾就不算了。"
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} />
      </Form.Item>
      <Form.Item name="note" label="说明">
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="tiers" label="给哪些 KOC（不选就是全部）">
        <Select
          mode="multiple"
          placeholder="全部"
          options={KOC_TIERS.map((value) => ({ value, label: KOC_TIER_NAMES[value] }))}
        />
      </Form.Item>
      <Form.Item name="activityId" label="为哪个活动准备（可以不选）">
        <ActivityPick />
      </Form.Item>
      <Form.Item name="due" label="什么时候前做完（前一天会提醒没做完的）">
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
    </FormModal>
  );
};
