import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { type Out, useApi, useSend } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useFirstField, useGo } from '../ui/use';
import { DefinitionForm, type Draft } from './DefinitionForm';
import { isComplete, leafOf } from './leaves';

type Tag = Out<'tags', 'get'>;

const NEW: Draft = {
  name: '',
  note: '',
  kind: 'consumer',
  condition: { op: 'and', of: [leafOf('count')] },
  acceptEverybody: false,
};

const Form = ({ tag }: { tag?: Tag }) => {
  const go = useGo();
  useFirstField(!tag);
  const { message } = App.useApp();
  const [draft, setDraft] = useState<Draft>(
    tag
      ? {
          name: tag.name,
          note: tag.note,
          kind: tag.kind,
          acceptEverybody: false,
          ...(tag.condition ? { condition: tag.condition } : {}),
        }
      : NEW,
  );
  const then = ({ id, condition }: Tag): void => {
    void message.info(condition ? '存好了，正在给每个人算' : '存好了');
    go(`/tags/${id}`);
  };
  const create = useSend('tags', 'create', { refresh: ['segments', 'lifecycle'], then });
  const update = useSend('tags', 'update', { refresh: ['segments', 'lifecycle'], then });
  const ready = draft.name.trim() !== '' && (draft.condition === undefined || isComplete(draft.condition));
  const save = (): void =>
    tag ? update.mutate({ id: tag.id, version: tag.version, ...draft }) : create.mutate(draft);
  const setMode = (mode: 'computed' | 'manual'): void => {
    const { condition: _before, ...rest } = draft;
    setDraft(mode === 'manual' ? rest : { ...rest, condition: NEW.condition! });
  };
  return (
    <Page
      title={tag ? `改「${tag.name}」` : '新标签'}
      back={tag ? { name: tag.name, to: `/tags/${tag.id}` } : { name: '标签', to: '/tags' }}
      acts={
        <Button
          type="primary"
          disabled={!ready}
          loading={create.isPending || update.isPending}
          onClick={save}
        >
          存好
        </Button>
      }
    >
      <DefinitionForm
        draft={draft}
        onChange={setDraft}
        failure={create.error ?? update.error}
        id={tag?.id}
        kinds
      >
        {!tag && (
          <div className="rule-choice">
            怎么给
            <Segmented
              aria-label="怎么给"
              options={[
                { value: 'computed' as const, label: '按规则自动算' },
                { value: 'manual' as const, label: '手工给' },
              ]}
              value={draft.condition ? 'computed' : 'manual'}
              onChange={setMode}
            />
          </div>
        )}
      </DefinitionForm>
    </Page>
  );
};

const Load = ({ id }: { id: string }) => {
  const one = useApi('tags', 'get', { id });
  if (!one.data) return <NotYet title="改标签" back={{ name: '标签', to: '/tags' }} of={one} />;
  return <Form key={one.data.id} tag={one.data} />;
};

/** The editor of a new tag or of one that exists. */
export const TagEditor = () => {
  const { id } = useParams();
  return id === undefined ? <Form /> : <Load id={id} />;
};
