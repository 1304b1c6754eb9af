import { RIGHTS, type Right } from '@kouyi/shared/types';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { sentenceOf, useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { DataTable } from '../ui/DataTable';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Pill, Tag } from '../ui/pieces';
import { when } from '../ui/when';
import { RIGHT_NAMES } from './rights';
import { FormModal } from '../ui/FormModal';
import { Secret } from './Secret';

interface Wish {
  name: string;
  rights: Right[];
}

const AddKey = ({
  open,
  onClose,
  onSecret,
}: {
  open: boolean;
  onClose: () => void;
  onSecret: (s: string) => void;
}) => {
  const create = useSend('org', 'createKey', {
    then: ({ secret }) => {
      onClose();
      onSecret(secret);
    },
  });
  return (
    <FormModal<Wish>
      title="新建接口密钥"
      open={open}
      ok="建密钥"
      cancel="先不建"
      busy={create.isPending}
      failure={create.error}
      onClose={onClose}
      onFinish={(wish) => create.mutate(wish)}
    >
      <Form.Item
        name="name"
        label="给谁用"
        rules={[{ required: true, max: 40, message: '写上给哪个系统用' }]}
      >
        <Input placeholder="比如：压测脚本" />
      </Form.Item>
      <Form.Item name="rights" label="能做什么" rules={[{ required: true, message: '至少选一样' }]}>
        <Select
          mode="multiple"
          placeholder="可以选几样"
          options={RIGHTS.map((value) => ({ value, label: RIGHT_NAMES[value] }))}
        />
      </Form.Item>
    </FormModal>
  );
};

/** Keys for other systems: what each may do; secrets are shown once. */
export const Keys = () => {
  const can = useCan();
  const { modal, message } = App.useApp();
  const keys = useApi('org', 'keys', {});
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const revoke = useSend('org', 'revokeKey');
  if (keys.isPending) return <Bones />;
  if (keys.error) return <Failed failure={keys.error} retry={() => void keys.refetch()} />;
  const writes = can('org.write');
  const ask = (id: string, name: string): void =>
    void modal.confirm({
      title: `作废「${name}」？`,
      content: '用它的系统会立刻连不上，不能恢复，只能另建一个。',
      okText: '作废',
      cancelText: '先不',
      onOk: () => revoke.mutate({ id }, { onError: (failure) => void message.warning(sentenceOf(failure)) }),
    });
  return (
    <Card
      title="接口密钥"
      sub={
        <>
          给别的系统用的，怎么调用看
          <a className="link" href="/api/docs">
            接口文档
          </a>
        </>
      }
      extra={
        writes && (
          <Button type="primary" onClick={() => setAdding(true)}>
            新建密钥
          </Button>
        )
      }
    >
      {keys.data.items.length === 0 ? (
        <Blank title="还没有密钥">有别的系统要接进来时，在这里建。</Blank>
      ) : (
        <DataTable
          label="接口密钥"
          rows={keys.data.items}
          keyOf={({ id }) => id}
          columns={[
            { head: '给谁用', cell: ({ name }) => <strong>{name}</strong> },
            {
              head: '能做什么',
              cell: ({ rights }) => (
                <span className="row" style={{ gap: 4 }}>
                  {rights.map((right) => (
                    <Tag key={right}>{RIGHT_NAMES[right]}</Tag>
                  ))}
                </span>
              ),
            },
            { head: '建于', cell: ({ createdAt }) => when(createdAt) },
            {
              head: '',
              end: true,
              cell: ({ id, name, revokedAt }) =>
                revokedAt ? (
                  <Pill>{when(revokedAt)} 作废</Pill>
                ) : (
                  writes && (
                    <Button size="small" onClick={() => ask(id, name)}>
                      作废
                    </Button>
                  )
                ),
            },
          ]}
        />
      )}
      <AddKey open={adding} onClose={() => setAdding(false)} onSecret={setSecret} />
      <Secret
        title="新密钥"
        secret={secret}
        hint="只显示这一次，现在就存到用它的系统里。"
        onClose={() => setSecret(undefined)}
      />
    </Card>
  );
};
