import type { GroupView } from '@kouyi/shared/contracts';
import { App, Form, Input, Select } from 'antd';
import { FormModal } from '../ui/FormModal';
import { useApi, useSend } from '../api';

interface Wish {
  name: string;
  tags: string[];
  unitId: string;
}

/** Name, tags and the unit a group belongs to. */
export const GroupForm = ({
  group,
  open,
  onClose,
}: {
  group: GroupView;
  open: boolean;
  onClose: () => void;
}) => {
  const { message } = App.useApp();
  const tags = useApi('groups', 'tags', {}, { enabled: open });
  const units = useApi('org', 'units', {}, { enabled: open });
  const save = useSend('groups', 'update', {
    refresh: ['activities'],
    then: () => {
      void message.info('改好了，按标签选群的活动马上照新的来');
      onClose();
    },
  });
  return (
    <FormModal<Wish>
      title="改群资料"
      open={open}
      ok="存好"
      cancel="先不改"
      initial={{ name: group.name, tags: group.tags, unitId: group.unitId }}
      busy={save.isPending}
      failure={save.error}
      onClose={onClose}
      onFinish={(wish) => save.mutate({ id: group.id, ...wish })}
    >
      <Form.Item name="name" label="群名" rules={[{ required: true, max: 60, message: '群名 1 到 60 个字' }]}>
        <Input />
      </Form.Item>
      <Form.Item name="tags" label="标签">
        <Select
          mode="tags"
          tokenSeparators={[' ', ',', '，', '、']}
          options={(tags.data?.items ?? []).map(({ tag }) => ({ value: tag }))}
        />
      </Form.Item>
      <Form.Item name="unitId" label="归哪个门店">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </FormModal>
  );
};
