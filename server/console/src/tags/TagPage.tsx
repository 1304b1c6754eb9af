import { TAG_KIND_NAMES } from '@kouyi/shared/types';
import { App } from 'antd';
import { useParams } from 'react-router';
import { type Out, useApi, useRows, useSend } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo } from '../ui/use';
import { when } from '../ui/when';
import { DefinitionPage } from './DefinitionPage';

type Tagged = Out<'tags', 'people'>['items'][number];

const columns: Column<Tagged>[] = [
  { head: '谁', cell: ({ nickname }) => <strong>{nickname || '还没有昵称'}</strong>, width: 180 },
  { head: '为什么', cell: ({ reason }) => reason, wide: true },
  { head: '谁给的', cell: ({ source }) => source, width: 160 },
  {
    head: '从什么时候',
    wide: true,
    cell: ({ since, expiresAt }) => (
      <>
        {when(since)}
        {expiresAt && <small>到 {when(expiresAt)}</small>}
      </>
    ),
    width: 180,
  },
];

/** One tag: its rule in words, and everybody who has it with the reason. */
export const TagPage = () => {
  const { id = '' } = useParams();
  const go = useGo();
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
  return (
    <DefinitionPage
      of={one}
      back={{ name: '标签', to: '/tags' }}
      kind={({ kind }) => TAG_KIND_NAMES[kind]}
      rule={({ words }) => ({
        title: '怎么来的',
        words: words || '手工给，每一张都写着是谁给的',
      })}
      consequence={({ people: has }) => `${count(has)} 个人身上的都会取下，不能恢复。`}
      removing={remove}
      onRemove={() => remove.mutate({ id })}
    >
      {({ condition, words }) => (
        <Card title="谁有">
          <PagedTable
            label="有这个标签的人"
            of={people}
            columns={columns}
            keyOf={({ personId }) => personId}
            onOpen={({ personId }) => go(`/people/${personId}`)}
            blank={
              <Blank title="现在一个人也没有">
                {condition
                  ? '有人符合规则时，几秒内就会出现在这里。'
                  : words
                    ? '它是系统打的，有人得到就会出现在这里。'
                    : '在一个人的页面上可以给 TA 打上。'}
              </Blank>
            }
          />
        </Card>
      )}
    </DefinitionPage>
  );
};
