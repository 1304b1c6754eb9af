import type { ActivityView } from '@kouyi/shared/contracts';
import { Button } from 'antd';
import { Conflicts } from '../activities/Conflicts';
import { Chat } from '../activities/editor/Preview';
import { Phone } from '../activities/Phone';
import { Words } from '../activities/Words';
import { useApi } from '../api';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Card, Failed, Notice } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo } from '../ui/use';
import { when } from '../ui/when';

/** The rule as it stands: in words, on the phone, and what it collides with. */
export const RuleTab = ({ activity }: { activity: ActivityView }) => {
  const go = useGo();
  const can = useCan();
  const open = activity.state !== 'closed' && activity.state !== 'archived';
  const conflicts = useApi('activities', 'conflicts', { id: activity.id }, { enabled: open });
  const preview = useApi('activities', 'preview', { rule: activity.rule, activityId: activity.id });
  // What it lacks and what it collides with stand above the rest: coming later, they would push it down.
  if (preview.isPending || conflicts.isLoading) return <Bones lines={10} />;
  return (
    <div className="split">
      <div className="stack">
        {open && activity.state !== 'draft' && preview.data && preview.data.problems.length > 0 && (
          <Notice
            action={
              can('activities.write') && (
                <Button size="small" onClick={() => go(`/activities/${activity.id}/edit`)}>
                  去补上
                </Button>
              )
            }
          >
            还差 {preview.data.problems.length} 处：
            {preview.data.problems.map(({ message }) => message).join(' ')}
          </Notice>
        )}
        {conflicts.data && conflicts.data.items.length > 0 && <Conflicts of={conflicts.data.items} />}
        <Card
          title="用话说就是"
          sub={`第 ${activity.version} 版 · 在 ${count(activity.groupCount)} 个群 · ${activity.createdByName} 建于 ${when(activity.createdAt)}`}
        >
          <Words of={activity.words} />
        </Card>
        <Card title="群里会看到" sub="机器人攒一攒再回，不逐条回">
          {preview.data ? (
            <Chat rule={activity.rule} answers={preview.data.answers} />
          ) : (
            <Failed failure={preview.error} retry={() => void preview.refetch()} />
          )}
        </Card>
      </div>
      <Card title="手机上会看到">
        <Phone rule={activity.rule} />
      </Card>
    </div>
  );
};
