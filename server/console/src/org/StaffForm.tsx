import { ROLES, ROLE_NAMES, type Role } from '@kouyi/shared/types';
import { Button, Form, Input, Select } from 'antd';
import { FormModal } from '../ui/FormModal';
import { type Out, useApi, useSend } from '../api';

type Member = Out<'org', 'staff'>['items'][number];
interface Wish {
  login: string;
  name: string;
  channelUserId?: string;
  roles: { role: Role; unitId: string }[];
}

const RoleRows = () => {
  const units = useApi('org', 'units', {});
  return (
    <Form.List name="roles">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div className="row" key={key} style={{ flexWrap: 'nowrap', marginBottom: 8 }}>
              <Form.Item name={[name, 'role']} noStyle rules={[{ required: true, message: '选角色' }]}>
                <Select
                  aria-label="角色"
                  placeholder="角色"
                  options={ROLES.map((value) => ({ value, label: ROLE_NAMES[value] }))}
                />
              </Form.Item>
              <Form.Item name={[name, 'unitId']} noStyle rules={[{ required: true, message: '选范围' }]}>
                <Select
                  aria-label="管到哪里"
                  placeholder="管到哪里"
                  showSearch={{ optionFilterProp: 'label' }}
                  options={(units.data?.items ?? []).map((unit) => ({ value: unit.id, label: unit.name }))}
                />
              </Form.Item>
              {fields.length > 1 && (
                <Button type="text" aria-label="去掉这个角色" onClick={() => remove(name)}>
                  ×
                </Button>
              )}
            </div>
          ))}
          <Button type="dashed" size="small" onClick={() => add({})}>
            再给一个角色
          </Button>
        </>
      )}
    </Form.List>
  );
};

const NEW_ONE = { roles: [{ role: 'store' }] };

/** A new member of staff, or changes to one. */
export const StaffForm = ({
  of,
  onClose,
  onPassword,
}: {
  /** `new`, somebody, or nobody: closed. */
  of: Member | 'new' | undefined;
  onClose: () => void;
  onPassword: (password: string) => void;
}) => {
  const create = useSend('org', 'createStaff', {
    then: ({ firstPassword }) => {
      onClose();
      onPassword(firstPassword);
    },
  });
  const update = useSend('org', 'updateStaff', { then: onClose });
  const known = of === 'new' ? undefined : of;
  const close = (): void => {
    create.reset();
    update.reset();
    onClose();
  };
  const finish = (wish: Wish): void => {
    const { login, name, roles } = wish;
    // An empty text takes a group account away again.
    const channelUserId = wish.channelUserId?.trim() ?? '';
    if (known) update.mutate({ id: known.id, name, roles, channelUserId });
    else create.mutate({ login, name, roles, ...(channelUserId ? { channelUserId } : {}) });
  };
  return (
    <FormModal<Wish>
      title={known ? `改 ${known.name} 的资料` : '加一位员工'}
      open={of !== undefined}
      ok={known ? '存好' : '加上'}
      initial={known ?? NEW_ONE}
      busy={create.isPending || update.isPending}
      failure={create.error ?? update.error}
      onClose={close}
      onFinish={finish}
    >
      {!known && (
        <Form.Item
          name="login"
          label="账号"
          extra="小写字母、数字、点、横线"
          rules={[{ required: true, pattern: /^[a-z0-9._-]{2,40}$/, message: '2 到 40 个小写字母或数字' }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="name" label="名字" rules={[{ required: true, max: 40, message: '填名字' }]}>
        <Input />
      </Form.Item>
      <Form.Item label="角色，和管到哪里">
        <RoleRows />
      </Form.Item>
      <Form.Item name="channelUserId" label="在群里的号" extra="填了，机器人才认得 TA 在群里下的指令">
        <Input />
      </Form.Item>
    </FormModal>
  );
};
