import { LAYERS } from '@kouyi/shared/types';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { type Out, useApi, useSend } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { DefinitionForm, type Draft } from '../tags/DefinitionForm';
import { isComplete, leafOf } from '../tags/leaves';
import { useFirstField, useGo } from '../ui/use';

type Segment = Out<'segments', 'get'>;

/** Where a new segment begins: with the layer whose people somebody wants to see, if the address names one. */
const useBeginning = (): NonNullable<Draft['condition']> => {
  const [params] = useSearchParams();
  const layer = LAYERS.find((each) => each === params.get('layer'));
  return { op: 'and', of: [layer ? { op: 'layer', layers: [layer] } : leafOf('layer')] };
};

const Form = ({ segment }: { segment?: Segment }) => {
  const go = useGo();
  useFirstField(!segment);
  const beginning = useBeginning();
  const { message } = App.useApp();
  const [draft, setDraft] = useState<Draft>({
    name: segment?.name ?? '',
    note: segment?.note ?? '',
    kind: 'consumer',
    condition: segment?.condition ?? beginning,
    acceptEverybody: false,
  });
  const then = ({ id }: Segment): void => {
    void message.info('存好了，正在算有谁');
    go(`/segments/${id}`);
  };
  const create = useSend('segments', 'create', { refresh: ['tags'], then });
  const update = useSend('segments', 'update', { refresh: ['tags'], then });
  const { name, note, acceptEverybody, condition } = draft;
  const save = (): void => {
    if (!condition) return;
    const wish = { name, note, acceptEverybody, condition };
    if (segment) update.mutate({ id: segment.id, version: segment.version, ...wish });
    else create.mutate(wish);
  };
  return (
    <Page
      title={segment ? `改「${segment.name}」` : '新人群'}
      back={
        segment ? { name: segment.name, to: `/segments/${segment.id}` } : { name: '人群', to: '/segments' }
      }
      acts={
        <Button
          type="primary"
          disabled={name.trim() === '' || !condition || !isComplete(condition)}
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
        id={segment?.id}
        kinds={false}
      />
    </Page>
  );
};

const Load = ({ id }: { id: string }) => {
  const one = useApi('segments', 'get', { id });
  if (!one.data) return <NotYet title="改人群" back={{ name: '人群', to: '/segments' }} of={one} />;
  return <Form key={one.data.id} segment={one.data} />;
};

/** The editor of a new segment or of one that exists. */
export const SegmentEditor = () => {
  const { id } = useParams();
  return id === undefined ? <Form /> : <Load id={id} />;
};
