import type { AnswerOf } from '@/api/routes';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { figure } from '@/words/say';
import './milestones.scss';

interface Props {
  milestones: AnswerOf<'member.checkIns'>['milestones'];
  streak: number;
}

/** What so many days in a row bring, and how far one is. */
export const Milestones = ({ milestones, streak }: Props) => {
  if (milestones.length === 0) return null;
  return (
    <Card>
      <CardHead title="连续打卡有什么" />
      <List label="连续打卡的奖励">
        {milestones.map((one) => (
          <Row
            key={one.days}
            title={`连续 ${one.days} 天`}
            line={one.reached ? '✓ 已经拿到' : <Progress done={Math.min(streak, one.days)} of={one.days} />}
            aside={<Box className={one.reached ? 'milestone-got' : ''}>{`+${figure(one.points)} 积分`}</Box>}
          />
        ))}
      </List>
    </Card>
  );
};

const Progress = ({ done, of }: { done: number; of: number }) => (
  <Box className="milestone">
    <Box className="milestone-bar" silent>
      <Box className="milestone-done moves" style={{ width: `${Math.round((done / of) * 100)}%` }} />
    </Box>
    {`还差 ${of - done} 天`}
  </Box>
);
