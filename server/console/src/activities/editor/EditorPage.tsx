import type { ActivityView } from '@kouyi/shared/contracts';
import type { ActivityRule } from '@kouyi/shared/types';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useLocation, useParams } from 'react-router';
import { useApi, useRequestKey, useSend } from '../../api';
import { NotYet } from '../../app/NotYet';
import { Page } from '../../app/Page';
import { useUnsaved } from '../../app/unsaved';
import { Overtaken, useWriting } from '../../app/writing';
import { Notice, Trouble } from '../../ui/pieces';
import { StatePill } from '../../ui/StatePill';
import { useFirstField, useGo } from '../../ui/use';
import { PART_NAMES } from '../../ui/words';
import { changesOf } from '../changes';
import { freshRule, hasTime, problemsOf } from '../rule';
import { Editor } from './Editor';
import { usePreview } from './Preview';

const NewOne = () => {
  const go = useGo();
  const given = (useLocation().state as { rule?: ActivityRule } | null)?.rule;
  const [rule, setRule] = useState<ActivityRule>(() => given ?? freshRule());
  const [touched, setTouched] = useState(false);
  useFirstField(given === undefined);
  const keyOf = useRequestKey();
  const create = useSend('activities', 'create', {
    then: ({ id }) => {
      saved();
      go(`/activities/${id}`);
    },
  });
  const saved = useUnsaved(touched && !create.isSuccess);
  const preview = usePreview(rule, undefined);
  const own = problemsOf(rule);
  // What only the server knows counts as well: no box was chosen, a coupon is not given out.
  const others = (preview.data?.problems ?? []).filter(
    ({ field, message }) => field !== 'where' && own.every((one) => one.message !== message),
  );
  const missing = own.length + others.length;
  // Whoever asks what is missing is led to the first of it, once it says so.
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (asked > 0) document.querySelector('#main .problem')?.scrollIntoView({ block: 'center' });
  }, [asked]);
  return (
    <Page
      keeps
      title={rule.title || '新活动'}
      back={{ name: '建一个活动', to: '/activities/new' }}
      acts={
        <>
          {missing > 0 && (
            <Button type="text" onClick={() => setAsked((times) => times + 1)}>
              还差 {missing} 处
            </Button>
          )}
          <Button
            type="primary"
            disabled={!hasTime(rule)}
            loading={create.isPending}
            onClick={() => create.mutate({ rule, requestKey: keyOf(rule) })}
          >
            存成草稿
          </Button>
        </>
      }
    >
      <Trouble failure={create.error} />
      <Editor
        rule={rule}
        activityId={undefined}
        quiet={!touched && asked === 0 && given === undefined}
        failure={create.error}
        busy={create.isPending}
        onChange={(next) => {
          setRule(next);
          setTouched(true);
        }}
      />
    </Page>
  );
};

const KnownOne = ({ activity, onMoved }: { activity: ActivityView; onMoved: () => void }) => {
  const go = useGo();
  const { message } = App.useApp();
  const writing = useWriting(activity.rule, activity.version);
  const { mine: rule, unchanged } = writing;
  const save = useSend('activities', 'update', {
    then: ({ version, state }) => {
      saved();
      void message.info(state === 'running' ? `第 ${version} 版从现在起生效` : `存好了，第 ${version} 版`);
      go(`/activities/${activity.id}`);
    },
  });
  const saved = useUnsaved(!unchanged && !save.isSuccess);
  return (
    <Page
      keeps
      title={rule.title || '还没起名'}
      state={<StatePill state={activity.state} />}
      back={{ name: '回到活动', to: `/activities/${activity.id}` }}
      acts={
        <Button
          type="primary"
          disabled={unchanged || !hasTime(rule)}
          loading={save.isPending}
          onClick={() => save.mutate({ id: activity.id, version: writing.base, rule }, { onError: onMoved })}
        >
          {activity.state === 'running' ? '存成新版，马上生效' : '存好'}
        </Button>
      }
    >
      <div className="stack" style={{ marginBottom: 14 }}>
        {!save.isSuccess && (
          <Overtaken of={writing} onChosen={save.reset}>
            {changesOf(writing.from, activity.rule).map(({ part, to }) => (
              <small key={part + to} style={{ display: 'block' }}>
                {PART_NAMES[part] ?? part}：{to}
              </small>
            ))}
          </Overtaken>
        )}
        {activity.state === 'running' && (
          <Notice tone="info">活动正在进行：已经计入的不变，从存好那一刻起按新的规则来。</Notice>
        )}
        <Trouble failure={writing.newer === undefined ? save.error : null} />
      </div>
      <Editor
        rule={rule}
        onChange={writing.set}
        activityId={activity.id}
        failure={save.error}
        busy={save.isPending}
      />
    </Page>
  );
};

const Load = ({ id }: { id: string }) => {
  const one = useApi('activities', 'get', { id });
  if (!one.data) return <NotYet title="改活动" back={{ name: '活动', to: '/activities' }} of={one} />;
  return <KnownOne activity={one.data} onMoved={() => void one.refetch()} />;
};

/** The editor of a new activity (from a sentence, a template or nothing) or of one that exists. */
export const EditorPage = () => {
  const { id } = useParams();
  return id === undefined ? <NewOne /> : <Load id={id} />;
};
