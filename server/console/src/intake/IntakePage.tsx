import type { QuestionnaireView } from '@kouyi/shared/contracts';
import type { Questionnaire } from '@kouyi/shared/types';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { type In, type Out, useApi, useSend } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { useUnsaved } from '../app/unsaved';
import { Overtaken, heldStill, useWriting } from '../app/writing';
import { Notice, Trouble } from '../ui/pieces';
import { Tabs } from '../ui/Tabs';
import { useParam } from '../ui/use';
import { Designer, useChecked } from './Designer';
import { Figures } from './Figures';
import { RunPill } from './RunPill';
import { Versions } from './Versions';

type Whole = Out<'intake', 'get'>;
const back = { name: '问卷', to: '/intake' };

/** One questionnaire: its design, its versions, its figures. */
export const IntakePage = () => {
  const { id = '' } = useParams();
  const one = useApi('intake', 'get', { id });
  if (!one.data) return <NotYet title="问卷" back={back} of={one} />;
  return <Known key={id} whole={one.data} onMoved={() => void one.refetch()} />;
};

const TABS = [
  { key: 'design', name: '设计' },
  { key: 'versions', name: '版本和对比' },
  { key: 'figures', name: '数据' },
] as const;
type Tab = (typeof TABS)[number]['key'];

const Known = ({
  whole: { questionnaire, draft },
  onMoved,
}: {
  whole: Whole;
  /** The draft is another than the one that was written on: it is to be read again. */
  onMoved: () => void;
}) => {
  const can = useCan();
  const { message } = App.useApp();
  const [tab, setTab] = useParam('tab');
  const writing = useWriting<Questionnaire>(draft.content, draft.revision);
  const { mine: content, unchanged } = writing;
  const [publishing, setPublishing] = useState(false);
  const { findings, ranges } = useChecked(content);
  const errors = findings.filter(({ level }) => level === 'error').length;
  const save = useSend('intake', 'saveDraft', {
    then: ({ revision }, sent) => {
      writing.savedAs(revision, sent.content);
      void message.info('草稿存好了，正在答的人看不到');
    },
  });
  useUnsaved(can('intake.write') && !unchanged);
  const keep = (then?: { onSuccess: () => void }): void =>
    save.mutate(
      {
        id: questionnaire.id,
        revision: writing.base,
        content: content as In<'intake', 'saveDraft'>['content'],
      },
      { onError: onMoved, ...then },
    );
  const at: Tab = TABS.some(({ key }) => key === tab) ? (tab as Tab) : 'design';
  return (
    <Page
      title={content.title || '还没起名'}
      state={<RunPill versions={questionnaire.versions} />}
      back={back}
      acts={
        can('intake.write') && (
          <>
            <Button disabled={unchanged} loading={save.isPending} onClick={() => keep()}>
              存草稿
            </Button>
            <Button
              type="primary"
              disabled={errors > 0}
              loading={save.isPending}
              onClick={() =>
                unchanged ? setPublishing(true) : keep({ onSuccess: () => setPublishing(true) })
              }
            >
              {errors > 0 ? `还有 ${errors} 处要改` : '发布…'}
            </Button>
          </>
        )
      }
    >
      <Overtaken of={writing} onChosen={save.reset} what="草稿；你是从之前的草稿改起的，还没存。" />
      <Trouble failure={writing.newer === undefined ? save.error : null} />
      {questionnaire.changed && questionnaire.versions.length > 0 && (
        <div style={{ marginBottom: 14 }}>
          <Notice tone="info">草稿和已发布的版本不一样；发布之前，大家答的还是原来的。</Notice>
        </div>
      )}
      <Tabs tabs={[...TABS]} at={at} onGo={(key) => setTab(key === 'design' ? '' : key)} label="问卷" />
      {at === 'design' && (
        <div {...heldStill(save.isPending)}>
          <Designer content={content} onChange={writing.set} findings={findings} ranges={ranges} />
        </div>
      )}
      {at === 'versions' && <Versions questionnaire={questionnaire} />}
      {at === 'figures' && <Figures id={questionnaire.id} />}
      <Publish
        open={publishing}
        questionnaire={questionnaire}
        revision={writing.base}
        onClose={() => setPublishing(false)}
      />
    </Page>
  );
};

const Publish = ({
  open,
  questionnaire,
  revision,
  onClose,
}: {
  open: boolean;
  questionnaire: QuestionnaireView;
  revision: number;
  onClose: () => void;
}) => {
  const { message } = App.useApp();
  const running = questionnaire.versions.filter((version) => version.running);
  const publish = useSend('intake', 'publish', {
    then: (answer) => {
      onClose();
      void message.info(`第 ${answer.versions.length} 版发布了，从现在起生效`);
    },
  });
  const send = (beside: boolean): void => publish.mutate({ id: questionnaire.id, revision, beside });
  return (
    <Modal title="发布这份问卷" open={open} onCancel={onClose} footer={null} destroyOnHidden>
      <p>发布以后这一版不会再变。已经开始答的人答完他们那一版。</p>
      <div className="publish-ways">
        <Button type="primary" loading={publish.isPending} onClick={() => send(false)}>
          {running.length > 0 ? '换成新版，所有新来的人都答它' : '发布'}
        </Button>
        {running.length === 1 && (
          <Button loading={publish.isPending} onClick={() => send(true)}>
            {`和第 ${running[0]!.version} 版 A/B 对比，一半人答它`}
          </Button>
        )}
      </div>
      <Trouble failure={publish.error} />
    </Modal>
  );
};
