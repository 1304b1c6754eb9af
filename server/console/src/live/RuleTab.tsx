import type { ActivityView } from '@kouyi/shared/contracts';
import { Conflicts } from '../activities/Conflicts';
import { Phone } from '../activities/Phone';
import { Words } from '../activities/Words';
import { useApi } from '../api';
import { Card } from '../ui/pieces';
import { count } from '../ui/number';
import { when } from '../ui/when';

/** The rule as it stands: in words, on the phone, and what it collides with. */
export const RuleTab = ({ activity }: { activity: ActivityView }) => {
  const open = activity.state !== 'closed' && activity.state !== 'archived';
  const conflicts = useApi('activities', 'conflicts', { id: activity.id }, { enabled: open });
  return (
    <div className="split">
      <div className="stack">
        {conflicts.data && <Conflicts of={conflicts.data.items} />}
        <Card
          title="用话说就是"
          sub={`第 ${activity.version} 版 · 在 ${count(activity.groupCount)} 个群 · ${activity.createdBy} 建于 ${when(activity.createdAt)}`}
        >
          <Words of={activity.words} />
        </Card>
        <Card title="机器人会这样说">
          <p>{activity.rule.answer.text}</p>
          {activity.rule.answer.closingText && (
            <p className="quiet">结束时：{activity.rule.answer.closingText}</p>
          )}
        </Card>
      </div>
      <Card title="手机上会看到">
        <Phone rule={activity.rule} />
      </Card>
    </div>
  );
};
