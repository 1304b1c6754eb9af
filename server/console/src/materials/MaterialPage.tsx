import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { type Out, sentenceOf, useApi, useSend } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Notice, Trouble } from '../ui/pieces';
import { Tabs } from '../ui/Tabs';
import { useFirstField, useGo, useParam } from '../ui/use';
import { Brought } from './Brought';
import { BLANK_MATERIAL, type MaterialDraft, MaterialForm } from './MaterialForm';
import { MaterialPreview } from './MaterialPreview';
import { PublishedPill } from './Published';
import '../activities/editor/editor.scss';
import './materials.scss';

type Whole = Out<'materials', 'get'>;
type Tab = 'write' | 'brought';
const TABS: { key: Tab; name: string }[] = [
  { key: 'write', name: '内容' },
  { key: 'brought', name: '带来了什么' },
];

const BACK = { name: '素材', to: '/materials' };

const draftOf = ({ title, parts, pictures, productId, tags }: Whole['material']): MaterialDraft => ({
  title,
  parts,
  pictures,
  tags,
  ...(productId === undefined ? {} : { productId }),
});

/** A new material, or one that is there. */
export const MaterialPage = () => {
  const { id = '' } = useParams();
  return id === 'new' ? <Write key="new" /> : <Known key={id} id={id} />;
};

const Known = ({ id }: { id: string }) => {
  const one = useApi('materials', 'get', { id });
  if (!one.data) return <NotYet title="素材" back={BACK} of={one} />;
  return <Write whole={one.data} />;
};

/** The form with the phone beside it; what is typed is kept until it is saved, whatever comes from the server. */
const Write = ({ whole }: { whole?: Whole }) => {
  const go = useGo();
  useFirstField(!whole);
  const can = useCan();
  const { message } = App.useApp();
  const material = whole?.material;
  const [kept, setTab] = useParam('tab');
  const tab: Tab = kept === 'brought' && whole ? 'brought' : 'write';
  const [draft, setDraft] = useState<MaterialDraft>(material ? draftOf(material) : BLANK_MATERIAL);
  const [revision, setRevision] = useState(material?.revision);
  const [touched, setTouched] = useState(false);
  const save = useSend('materials', 'save');
  const publish = useSend('materials', 'publish');
  const keep = async () => {
    const saved = await save.mutateAsync({
      ...draft,
      ...(material && revision !== undefined ? { id: material.id, revision } : {}),
    });
    setRevision(saved.revision);
    setTouched(false);
    return saved;
  };
  const onSave = async (): Promise<void> => {
    try {
      const saved = await keep();
      void message.info('存成草稿了');
      if (!material) go(`/materials/${saved.id}`);
    } catch {
      // What went wrong stands above the form.
    }
  };
  const onPublish = async (): Promise<void> => {
    try {
      const saved = touched || !material ? await keep() : material;
      const live = await publish.mutateAsync({ id: saved.id, revision: saved.revision });
      void message.info(`第 ${live.version} 版发布了，KOC 现在就能看到`);
      if (!material) go(`/materials/${live.id}`);
    } catch {
      // What went wrong stands above the form.
    }
  };
  const nothingNew = material?.state === 'published' && !material.changed && !touched;
  return (
    <Page
      title={draft.title.trim() || '新素材'}
      state={material && <PublishedPill {...material} />}
      back={BACK}
      acts={
        can('koc.write') && (
          <>
            {material && material.state !== 'archived' && <More id={material.id} />}
            <Button disabled={!touched} loading={save.isPending} onClick={() => void onSave()}>
              存草稿
            </Button>
            <Button
              type="primary"
              disabled={nothingNew || draft.title.trim() === ''}
              loading={publish.isPending}
              onClick={() => void onPublish()}
            >
              发布
            </Button>
          </>
        )
      }
    >
      {whole && (
        <Tabs label="这份素材" tabs={TABS} at={tab} onGo={(key) => setTab(key === 'write' ? '' : key)} />
      )}
      <Trouble failure={save.error ?? publish.error} />
      {tab === 'brought' && whole && <Brought of={whole} />}
      {tab === 'write' && (
        <>
          {material?.state === 'archived' && (
            <Notice tone="info">已经下架，KOC 看不到；转出去的链接照样算。要再用，点「发布」。</Notice>
          )}
          <div className="editor">
            <MaterialForm
              draft={draft}
              onChange={(next) => {
                setDraft(next);
                setTouched(true);
              }}
            />
            <MaterialPreview draft={draft} />
          </div>
        </>
      )}
    </Page>
  );
};

const More = ({ id }: { id: string }) => {
  const { message, modal } = App.useApp();
  const archive = useSend('materials', 'archive', {
    then: () => void message.info('下架了，转出去的链接照样算'),
  });
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'archive',
            label: '下架',
            onClick: () =>
              void modal.confirm({
                title: '下架这份素材？',
                content: 'KOC 马上看不到它；已经转出去的链接照样能打开，带来的照样算。',
                okText: '下架',
                cancelText: '先不',
                onOk: () =>
                  archive.mutate({ id }, { onError: (failure) => void message.warning(sentenceOf(failure)) }),
              }),
          },
        ],
      }}
    >
      <Button aria-label="更多操作">⋯</Button>
    </Dropdown>
  );
};
