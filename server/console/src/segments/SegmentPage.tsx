import { App } from 'antd';
import { useParams } from 'react-router';
import { type Out, useApi, useRows, useSend } from '../api';
import { DefinitionPage } from '../tags/DefinitionPage';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card } from '../ui/pieces';
import { useGo } from '../ui/use';

type Member = Out<'segments', 'people'>['items'][number];

const columns: Column<Member>[] = [
  { head: '谁', cell: ({ nickname }) => <strong>{nickname || '还没有昵称'}</strong>, width: 220 },
  { head: '为什么', cell: ({ why }) => why, wide: true },
];

/** One segment: who it is in words, and everybody in it now with the reason. */
export const SegmentPage = () => {
  const { id = '' } = useParams();
  const go = useGo();
  const { message } = App.useApp();
  const one = useApi('segments', 'get', { id }, { everyMs: 5_000 });
  const people = useRows('segments', 'people', { id, limit: 50 }, { everyMs: 10_000 });
  const remove = useSend('segments', 'remove', {
    then: () => {
      void message.info('删掉了');
      go('/segments');
    },
  });
  return (
    <DefinitionPage
      of={one}
      back={{ name: '人群', to: '/segments' }}
      rule={({ words }) => ({ title: '是谁', words })}
      consequence={() => '人都还在，只是不再算成一群；要用得重新建。'}
      removing={remove}
      onRemove={() => remove.mutate({ id })}
    >
      {() => (
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
      )}
    </DefinitionPage>
  );
};
