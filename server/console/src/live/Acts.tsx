import type { ActivityView } from '@kouyi/shared/contracts';
import type { ActivityState } from '@kouyi/shared/types';
import { App, Button, Dropdown, type MenuProps, Modal } from 'antd';
import { useState } from 'react';
import { Conflicts } from '../activities/Conflicts';
import { type Out, Refused, call, routes, sentenceOf, useSend } from '../api';
import { useCan } from '../app/session';
import { Trouble } from '../ui/pieces';
import { saveAs } from '../ui/save';
import { useTell } from '../ui/tell';
import { useGo } from '../ui/use';

type Conflict = Out<'activities', 'conflicts'>['items'][number];

const useMoves = (activity: ActivityView) => {
  const go = useGo();
  const tell = useTell();
  const { message } = App.useApp();
  const fail = (failure: unknown): void => void message.warning(sentenceOf(failure));
  const resume = useSend('activities', 'resume', { then: () => tell('接着来，从现在起继续计') });
  const pause = useSend('activities', 'pause', {
    then: () => tell('暂停了，暂停期间扣的不算', () => resume.mutate({ id: activity.id }, { onError: fail })),
  });
  const close = useSend('activities', 'close', { then: () => tell('活动结束了') });
  const archive = useSend('activities', 'archive', {
    then: () => {
      tell('收起来了，在「已归档」里还能看到');
      go('/activities');
    },
  });
  const copy = useSend('activities', 'copy', {
    then: ({ id }) => {
      tell('照样建了一份草稿，时间挪到了下一次');
      go(`/activities/${id}`);
    },
  });
  const one = { id: activity.id };
  return {
    busy: [resume, pause, close, archive, copy].some(({ isPending }) => isPending),
    resume: () => resume.mutate(one, { onError: fail }),
    pause: () => pause.mutate(one, { onError: fail }),
    close: () => close.mutate(one, { onError: fail }),
    archive: () => archive.mutate(one, { onError: fail }),
    copy: () => copy.mutate(one, { onError: fail }),
  };
};

/** Launches; shows what it collides with first, and goes on only when that was seen. */
const Launch = ({ activity }: { activity: ActivityView }) => {
  const go = useGo();
  const tell = useTell();
  const [seen, setSeen] = useState<Conflict[]>();
  const launch = useSend('activities', 'launch', {
    then: ({ state }) => {
      setSeen(undefined);
      tell(state === 'running' ? '已经开始了，群里可以扣了' : '排好了，到点自己开始');
    },
  });
  const start = (acceptConflicts: boolean): void =>
    launch.mutate(
      { id: activity.id, acceptConflicts },
      {
        onError: (failure) => {
          if (failure instanceof Refused && failure.code === 'conflicts_unseen')
            // What it collides with is asked for only now; without it the sentence of the refusal still stands.
            void call('activities', 'conflicts', { id: activity.id }).then(
              ({ items }) => setSeen(items),
              () => setSeen(undefined),
            );
        },
      },
    );
  const refused = launch.error instanceof Refused ? launch.error.code : undefined;
  const unseen = refused === 'conflicts_unseen';
  const lacks = refused === 'rule_invalid';
  return (
    <>
      <Button type="primary" loading={launch.isPending} onClick={() => start(false)}>
        启动
      </Button>
      <Modal
        open={launch.error !== null}
        title={unseen ? '有活动撞了口令' : lacks ? '还不能启动' : '没有启动成'}
        onCancel={() => launch.reset()}
        okText={unseen ? '知道了，照样启动' : lacks ? '去补上' : '再试一次'}
        cancelText="先不启动"
        confirmLoading={launch.isPending}
        onOk={() => (lacks ? go(`/activities/${activity.id}/edit`) : start(unseen))}
      >
        {unseen && seen && seen.length > 0 ? <Conflicts of={seen} /> : <Trouble failure={launch.error} />}
        {unseen && (
          <p style={{ marginTop: 12 }}>同一个口令同一时间只算一个活动：优先级高的先，一样高就后开始的先。</p>
        )}
      </Modal>
    </>
  );
};

const EDITABLE: ActivityState[] = ['draft', 'scheduled', 'running', 'paused'];

/** What one can do with an activity in the state it is in; one thing is the main one. */
export const Acts = ({ activity }: { activity: ActivityView }) => {
  const go = useGo();
  const can = useCan();
  const { modal } = App.useApp();
  const moves = useMoves(activity);
  const { state } = activity;
  const [writes, runs] = [can('activities.write'), can('activities.run')];
  const confirmClose = (): void =>
    void modal.confirm({
      title: '现在就结束？',
      content: '结束后不能再开；已经计入的和发出的积分都不变。想再办可以复制一份。',
      okText: '现在结束',
      cancelText: '先不',
      onOk: moves.close,
    });
  const confirmArchive = (): void =>
    void modal.confirm({
      title: '收起来？',
      content: '归档后不再出现在平常的列表里，数据都留着，但不能再改。',
      okText: '归档',
      cancelText: '先不',
      onOk: moves.archive,
    });
  const more: MenuProps['items'] = [
    ...(writes && state !== 'closed' && state !== 'running'
      ? [{ key: 'copy', label: '复制一份', onClick: moves.copy }]
      : []),
    ...(runs && ['scheduled', 'running', 'paused'].includes(state)
      ? [{ key: 'close', label: '现在结束', onClick: confirmClose }]
      : []),
    ...(writes && ['draft', 'closed'].includes(state)
      ? [{ key: 'archive', label: '归档', onClick: confirmArchive }]
      : []),
  ];
  return (
    <>
      {activity.counted > 0 && (
        <Button
          onClick={() =>
            saveAs(routes.activities.exportCsv[1].replace(':id', activity.id), `${activity.rule.title}.csv`)
          }
        >
          导出
        </Button>
      )}
      {writes && EDITABLE.includes(state) && (
        <Button onClick={() => go(`/activities/${activity.id}/edit`)}>编辑</Button>
      )}
      {runs && state === 'running' && (
        <Button onClick={moves.pause} loading={moves.busy}>
          暂停
        </Button>
      )}
      {more.length > 0 && (
        <Dropdown menu={{ items: more }} trigger={['click']}>
          <Button aria-label="更多操作">⋯</Button>
        </Dropdown>
      )}
      {runs && state === 'draft' && <Launch activity={activity} />}
      {runs && state === 'paused' && (
        <Button type="primary" onClick={moves.resume} loading={moves.busy}>
          继续
        </Button>
      )}
      {writes && (state === 'closed' || state === 'running') && (
        <Button type="primary" onClick={moves.copy} loading={moves.busy}>
          再办一场
        </Button>
      )}
    </>
  );
};
