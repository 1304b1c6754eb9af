import { App, Button, Popconfirm } from 'antd';
import { useParams } from 'react-router';
import { type Out, useApi, useRows, useSend } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Bones, Card, Failed, Figure, Pill, Trouble } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo } from '../ui/use';
import { when } from '../ui/when';

type Member = Out<'segments', 'people'>['items'][number];

const columns: Column<Member>[] = [
  { head: '谁', cell: ({ nickname }) => <strong>{nickname || '还没有昵称'}</strong> },
  { head: '为什么', cell: ({ why }) => why },
];

/** One segment: who it is in words, and everybody in it now with the reason. */
export const SegmentPage = () => {
  const { id = '' } = useParams();
  const go = useGo();
  const can = useCan();
  const { message } = App.useApp();
  const one = useApi('segments', 'get', { id }, { everyMs: 5_000 });
  const people = useRows('segments', 'people', { id, limit: 50 }, { everyMs: 10_000 });
  const remove = useSend('segments', 'remove', {
    then: () => {
      void message.info('删掉了');
      go('/segments');
    },
  });
  if (one.isPending) return <Bones lines={8} />;
  if (!one.data) return <Failed failure={one.error} retry={() => void one.refetch()} />;
  const segment = one.data;
  return (
    <Page
      title={segment.name}
      back={{ name: '人群', to: '/segments' }}
      state={segment.rollout === 'counting' && <Pill tone="info">正在给每个人算</Pill>}
      acts={
        can('tags.write') && (
          <>
            <Popconfirm
              title={`删掉「${segment.name}」？`}
              okText="删掉"
              cancelText="先不"
              onConfirm={() => remove.mutate({ id })}
            >
              <Button loading={remove.isPending}>删掉</Button>
            </Popconfirm>
            <Button type="primary" onClick={() => go(`/segments/${id}/edit`)}>
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
            value={`${count(segment.people)} 人`}
            note={`${segment.updatedBy} ${when(segment.updatedAt)} 改过`}
          />
        </div>
        <Card title="是谁" sub={segment.note || undefined}>
          <p>{segment.words}。</p>
        </Card>
        <Card title="现在有谁">
          <PagedTable
            label="人群里的人"
            of={people}
            columns={columns}
            keyOf={({ personId }) => personId}
            onOpen={({ personId }) => go(`/people/${personId}`)}
            blank={<Blank title="现在一个人也没有">有人符合时，几秒内就会出现在这里。</Blank>}
          />
        </Card>
      </div>
    </Page>
  );
};
