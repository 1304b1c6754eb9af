import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { type Out, useApi, useSend } from '../api';
import { FormModal } from '../ui/FormModal';
import { Blank, Trouble } from '../ui/pieces';
import { useTell } from '../ui/tell';

type Script = Out<'care', 'scripts'>['items'][number];

/** So many stand above the reply; all of them are a tap away. */
const AT_HAND = 8;

/** Ready scripts: a tap puts one into the reply; here they are also written and removed. */
export const Scripts = ({ onPick }: { onPick: (text: string) => void }) => {
  const scripts = useApi('care', 'scripts', {});
  const [managing, setManaging] = useState(false);
  return (
    <div className="scripts">
      {(scripts.data?.items ?? []).slice(0, AT_HAND).map(({ id, title, text }) => (
        <Button key={id} size="small" onClick={() => onPick(text)}>
          {title}
        </Button>
      ))}
      <Button size="small" type="text" onClick={() => setManaging(true)}>
        话术…
      </Button>
      <Manage
        open={managing}
        scripts={scripts.data?.items ?? []}
        onPick={(text) => {
          onPick(text);
          setManaging(false);
        }}
        onClose={() => setManaging(false)}
      />
    </div>
  );
};

const Manage = ({
  open,
  scripts,
  onPick,
  onClose,
}: {
  open: boolean;
  scripts: Script[];
  onPick: (text: string) => void;
  onClose: () => void;
}) => {
  const tell = useTell();
  const [editing, setEditing] = useState<Partial<Script>>();
  const save = useSend('care', 'saveScript', { then: () => setEditing(undefined) });
  const putBack = useSend('care', 'saveScript');
  const remove = useSend('care', 'deleteScript');
  const drop = ({ id, title, text }: Script): void =>
    remove.mutate(
      { id },
      { onSuccess: () => tell(`「${title}」删了`, () => putBack.mutate({ title, text })) },
    );
  return (
    <Modal title="话术" open={open} onCancel={onClose} footer={null} destroyOnHidden>
      {scripts.length === 0 && <Blank title="还没有话术">常说的话写一次，以后一点就有。</Blank>}
      <ul className="script-list">
        {scripts.map((script) => (
          <li key={script.id}>
            <div>
              <b>{script.title}</b>
              <p className="quiet">{script.text}</p>
            </div>
            <Button size="small" onClick={() => onPick(script.text)}>
              用这条
            </Button>
            <Button size="small" type="text" onClick={() => setEditing(script)}>
              改
            </Button>
            <Button size="small" type="text" onClick={() => drop(script)}>
              删
            </Button>
          </li>
        ))}
      </ul>
      <Trouble failure={remove.error ?? putBack.error} />
      <Button type="primary" onClick={() => setEditing({})}>
        加一条
      </Button>
      <FormModal<{ title: string; text: string }>
        title={editing?.id ? '改话术' : '新话术'}
        open={editing !== undefined}
        ok="存好"
        {...(editing ? { initial: { title: editing.title, text: editing.text } } : {})}
        busy={save.isPending}
        failure={save.error}
        onClose={() => setEditing(undefined)}
        onFinish={(wish) => save.mutate({ ...wish, ...(editing?.id ? { id: editing.id } : {}) })}
      >
        <Form.Item name="title" label="叫什么" rules={[{ required: true, message: '起个名字，好找' }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="text" label="内容" rules={[{ required: true, message: '写上要说的话' }]}>
          <Input.TextArea maxLength={1000} autoSize={{ minRows: 4 }} />
        </Form.Item>
      </FormModal>
    </Modal>
  );
};
