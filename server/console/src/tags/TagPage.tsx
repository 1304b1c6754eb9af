import { TAG_KIND_NAMES } from '@kouyi/shared/types';
import { App, Button, Popconfirm } from 'antd';
import { useParams } from 'react-router';
import { type Out, useApi, useRows, useSend } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Bones, Card, Failed, Figure, Pill, Tag, Trouble } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo } from '../ui/use';
import { when } from '../ui/when';

type Tagged = Out<'tags', 'people'>['items'][number];

const columns: Column<Tagged>[] = [
  { head: '谁', cell: ({ nickname }) => <strong>{nickname || '还没有昵称'}</strong> },
  { head: '为什么', cell: ({ reason }) => reason },
  { head: '谁给的', cell: ({ source }) => source },
  {
    head: '从什么时候',
    cell: ({ since, expiresAt }) => (
      <>
        {when(since)}
        {expiresAt && <small>到 {when(expiresAt)}</small>}
      </>
    ),
  },
];

/** One tag: its rule in words, and everybody who has it with the reason. */
export const TagPage = () => {
  const { id = '' } = useParams();
  const go = useGo();
  const can = useCan();
  const { message } = App.useApp();
  const one = useApi('tags', 'get', { id }, { everyMs: 5_000 });
  const people = useRows('tags', 'people', { id, limit: 50 }, { everyMs: 10_000 });
  const remove = useSend('tags', 'remove', {
    refresh: ['lifecycle'],
    then: () => {
      void message.info('删掉了，正在从每个人身上取下');
      go('/tags');
    },
  });
  if (one.isPending) return <Bones lines={8} />;
  if (!one.data) return <Failed failure={one.error} retry={() => void one.refetch()} />;
  const tag = one.data;
  return (
    <Page
      title={tag.name}
      back={{ name: '标签', to: '/tags' }}
      state={
        <>
          <Tag>{TAG_KIND_NAMES[tag.kind]}</Tag>
          {tag.rollout === 'counting' && <Pill tone="info">正在给每个人算</Pill>}
        </>
      }
      acts={
        can('tags.write') && (
          <>
            <Popconfirm
              title={`删掉「${tag.name}」？`}
              description={`${count(tag.people)} 个人身上的都会取下，不能恢复。`}
              okText="删掉"
              cancelText="先不"
              onConfirm={() => remove.mutate({ id })}
            >
              <Button loading={remove.isPending}>删掉</Button>
            </Popconfirm>
            <Button type="primary" onClick={() => go(`/tags/${id}/edit`)}>
              改
            </Button>
          </>
        )
      }
    >
      <div className="stack" style={{ gap: 18 }}>
        <Trouble failure={remove.error} />
        <div className="figures">
          <Figure
            label="现在有"
            value={`${count(tag.people)} 人`}
            note={`${tag.updatedBy} ${when(tag.updatedAt)} 改过`}
          />
        </div>
        <Card title="怎么来的" sub={tag.note || undefined}>
          <p>{tag.words ? `${tag.words}。` : '手工给；每一张都写着是谁给的、为什么。'}</p>
        </Card>
        <Card title="谁有">
          <PagedTable
            label="有这个标签的人"
            of={people}
            columns={columns}
            keyOf={({ personId }) => personId}
            onOpen={({ personId }) => go(`/people/${personId}`)}
            blank={
              <Blank title="现在一个人也没有">
                {tag.condition ? '有人符合规则时，几秒内就会出现在这里。' : '在一个人的页面上可以给他打上。'}
              </Blank>
            }
          />
        </Card>
      </div>
    </Page>
  );
};
