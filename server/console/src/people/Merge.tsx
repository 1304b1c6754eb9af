import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { FormModal } from '../ui/FormModal';
import { Bones } from '../ui/Bones';
import { Card, Facts, Failed, Notice, Trouble } from '../ui/pieces';
import { useStill } from '../ui/use';
import { when } from '../ui/when';
import { identityName } from './identity';

type Known = Out<'people', 'get'>;

const named = (identities: Known['person']['identities']): [string, string][] =>
  identities.map(({ kind, value }) => [identityName(kind), value]);

/** Finds the other person, says what merging means, and does it. */
const MergeBox = ({
  personId,
  other,
  onClose,
}: {
  personId: string;
  /** Whom to begin with, and what speaks for it. */
  other?: { personId: string; why: string } | undefined;
  onClose: () => void;
}) => {
  const { message } = App.useApp();
  const [q, setQ] = useState('');
  const [otherId, setOtherId] = useState(other?.personId);
  const asked = useStill(q, 200);
  const found = useApi('people', 'list', { limit: 20, ...(asked ? { q: asked } : {}) }, { keep: true });
  const rows = found.data?.items ?? [];
  const preview = useApi(
    'people',
    'mergePreview',
    { id: personId, otherId: otherId ?? '' },
    { enabled: otherId !== undefined },
  );
  const merge = useSend('people', 'merge', {
    refresh: ['lifecycle', 'tags', 'segments'],
    then: () => {
      void message.info('合并好了，随时可以拆开');
      onClose();
    },
  });
  return (
    <FormModal<{ otherId: string; reason: string }>
      title="和另一个人合并"
      open
      ok="合并"
      initial={{ otherId: other?.personId, reason: other?.why }}
      busy={merge.isPending || preview.isFetching}
      failure={merge.error}
      onClose={onClose}
      onFinish={(wish) =>
        // What it means stands there before it is done.
        preview.data && merge.mutate({ id: personId, otherId: wish.otherId, reason: wish.reason.trim() })
      }
    >
      <Form.Item name="otherId" label="另一个人" rules={[{ required: true, message: '选另一个人' }]}>
        <Select
          placeholder="昵称或渠道里的号"
          onChange={setOtherId}
          loading={found.isFetching}
          showSearch={{ filterOption: false, onSearch: setQ }}
          notFoundContent="没找到这个人"
          options={[...rows, ...(preview.data ? [preview.data.other] : [])]
            .filter(({ id }, i, all) => id !== personId && all.findIndex((one) => one.id === id) === i)
            .map(({ id, nickname, identities }) => ({
              value: id,
              label: `${nickname}（${identities.map(({ value }) => value).join('、')}）`,
            }))}
        />
      </Form.Item>
      {preview.isFetching && <Bones lines={3} />}
      {preview.error && <Failed failure={preview.error} retry={() => void preview.refetch()} />}
      {preview.data && (
        <ul className="consequences" style={{ marginBottom: 18 }}>
          {preview.data.consequences.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <Form.Item
        name="reason"
        label="凭什么说是同一个人"
        rules={[{ required: true, whitespace: true, min: 2, message: '写两个字以上，以后看得懂。' }]}
      >
        <Input maxLength={200} placeholder="比如：同一个手机号" />
      </Form.Item>
    </FormModal>
  );
};

/** Takes one identity out again. */
const Unmerge = ({ personId, name }: { personId: string; name: string }) => {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const unmerge = useSend('people', 'unmerge', {
    refresh: ['lifecycle', 'tags', 'segments'],
    then: () => {
      setOpen(false);
      void message.info('拆开了，两个人都和没合并过一样');
    },
  });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        拆开
      </Button>
      <FormModal<{ reason: string }>
        title={`把「${name}」拆出去？`}
        open={open}
        ok="拆开"
        busy={unmerge.isPending}
        failure={unmerge.error}
        onClose={() => setOpen(false)}
        onFinish={({ reason }) => unmerge.mutate({ id: personId, reason: reason.trim() })}
      >
        <p>
          两个人回到各自原来的样子；合并期间发生的事，留在当时用的那个身份上。系统不会再自动把他们合到一起。
        </p>
        <Form.Item
          name="reason"
          label="为什么拆"
          rules={[{ required: true, min: 2, message: '写两个字以上，以后看得懂。' }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </FormModal>
    </>
  );
};

/** Somebody who may be the same person: together, or apart for good. */
const Perhaps = ({
  personId,
  other,
  onMerge,
}: {
  personId: string;
  other: Known['perhaps'][number];
  onMerge: () => void;
}) => {
  const apart = useSend('people', 'keepApart', {});
  return (
    <Notice
      tone="info"
      action={
        <span className="row">
          <Button size="small" type="primary" onClick={onMerge}>
            看看要不要合并
          </Button>
          <Button
            size="small"
            loading={apart.isPending}
            onClick={() =>
              apart.mutate({ id: personId, otherId: other.personId, reason: '核对过，不是同一个人' })
            }
          >
            不是同一个人
          </Button>
        </span>
      }
    >
      可能和{' '}
      <Link className="link" to={`/people/${other.personId}`}>
        {other.nickname || '还没有昵称的人'}
      </Link>{' '}
      是同一个人：{other.why}。
      <Trouble failure={apart.error} />
    </Notice>
  );
};

/** All identities of a person, with who was merged, when and why, and the ways to merge and to undo it. */
export const Identities = ({ person, merged, perhaps }: Pick<Known, 'person' | 'merged' | 'perhaps'>) => {
  const can = useCan();
  const [merging, setMerging] = useState<{ with?: Known['perhaps'][number] }>();
  const others = new Set(merged.flatMap(({ identities }) => identities.map(({ value }) => value)));
  return (
    <Card
      title="身份"
      extra={
        can('tags.write') && (
          <Button size="small" onClick={() => setMerging({})}>
            和另一个人合并
          </Button>
        )
      }
    >
      {can('tags.write') &&
        perhaps.map((other) => (
          <Perhaps
            key={other.personId}
            personId={person.id}
            other={other}
            onMerge={() => setMerging({ with: other })}
          />
        ))}
      <Facts of={named(person.identities.filter(({ value }) => !others.has(value)))} />
      {merged.map((other) => (
        <div key={other.personId} className="merged">
          <div>
            <strong>{other.nickname}</strong>
            <small>
              {when(other.at)} {other.by} 合并：{other.reason}
            </small>
            <Facts of={named(other.identities)} />
          </div>
          {can('tags.write') && <Unmerge personId={other.personId} name={other.nickname} />}
        </div>
      ))}
      {merging && (
        <MergeBox personId={person.id} other={merging.with} onClose={() => setMerging(undefined)} />
      )}
    </Card>
  );
};
