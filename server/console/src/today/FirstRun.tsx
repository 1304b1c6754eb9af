import { isWithinWindow } from '@kouyi/shared/rules/time';
import { Button } from 'antd';
import { useApi } from '../api';
import { useCan, useMe } from '../app/session';
import { ToRooms } from '../live/ToRooms';
import { Card } from '../ui/pieces';
import { useGo } from '../ui/use';
import './today.scss';

interface Step {
  name: string;
  why: string;
  done: boolean;
  act: string;
  to: string;
  /** The step is done in the rooms of this activity. */
  activityId?: string;
}

const useSteps = (): Step[] | undefined => {
  const { brandNamed } = useMe();
  const groups = useApi('groups', 'list', { limit: 1 });
  const any = useApi('activities', 'list', { limit: 50 });
  if (!groups.data || !any.data) return undefined;
  const all = any.data.items;
  const launched = all.filter(({ state }) => state !== 'draft' && state !== 'archived');
  const now = new Date();
  const live = all.find(
    ({ state, rule }) => state === 'running' && isWithinWindow(rule.window, now) === 'inside',
  );
  const later = live ? undefined : launched.find(({ state }) => state === 'running' || state === 'scheduled');
  const draft = all.find(({ state }) => state === 'draft');
  return [
    {
      name: '给品牌起名',
      why: '顾客在小程序最上面看到的名字',
      done: brandNamed || groups.data.items.length > 0,
      act: '去起名',
      to: '/settings',
    },
    {
      name: '有几个群',
      why: '没接微信也行，先在模拟器里建一个，里面的人由你来扮演',
      done: groups.data.items.length > 0,
      act: '建群',
      to: '/simulator',
    },
    {
      name: '建第一个活动',
      why: '写一句话，或者从模板改起',
      done: all.length > 0,
      act: '去建',
      to: '/activities/new',
    },
    {
      name: '启动它',
      why: '启动前能看到规则、机器人的话和手机上的样子',
      done: launched.length > 0,
      act: '去启动',
      to: draft ? `/activities/${draft.id}` : '/activities?state=draft',
    },
    {
      name: '扣个 1 试试',
      why: later
        ? `「${later.rule.title}」现在还没到时间，把它改成「现在起 1 小时」，就能马上试`
        : '换几个人扣，看机器人怎么攒着回、哪些不重复计',
      done: launched.some(({ counted }) => counted > 0),
      ...(later
        ? { act: '去改时间', to: `/activities/${later.id}/edit` }
        : { act: '去模拟器', to: '/simulator' }),
      ...(live ? { activityId: live.id } : {}),
    },
  ];
};

const Guide = () => {
  const go = useGo();
  const steps = useSteps();
  if (!steps || steps.every(({ done }) => done)) return null;
  const next = steps.findIndex(({ done }) => !done);
  return (
    <Card title="从这里开始" sub="五步，五分钟以内，办起第一个活动">
      <ol className="guide">
        {steps.map(({ name, why, done, act, to, activityId }, i) => (
          <li key={name} className={done ? 'done' : i === next ? 'next' : ''}>
            <span>
              {name}
              <small>{why}</small>
            </span>
            {i === next && activityId !== undefined ? (
              <ToRooms activityId={activityId} type="primary">
                {act}
              </ToRooms>
            ) : i === next ? (
              <Button type="primary" onClick={() => go(to)}>
                {act}
              </Button>
            ) : (
              <span />
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
};

/** For those who start: five steps from nothing to a running activity. Gone once they are done. */
export const FirstRun = () => {
  const can = useCan();
  return can('activities.write') && can('simulator.use') ? <Guide /> : null;
};
