import { useState } from 'react';
import type { AnswerOf } from '@/api/routes';
import { nowMs } from '@/api/now';
import { TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { figure } from '@/words/say';
import { dayAndClock } from '@/words/time';

/** So many stand there at once: the rules come after them. */
const SHOWN = 4;

/** What became of my messages, each with its reason; the newest first, the others a tap away. */
export const Mine = ({ detail }: { detail: AnswerOf<'member.activity'> }) => {
  const { card, mine } = detail;
  const [all, setAll] = useState(false);
  if (mine.length === 0) return null;
  const counted = mine.filter((one) => one.outcome === 'counted');
  const title =
    counted.length === 0
      ? '我的「1」没算上，原因在这'
      : card.myPlace
        ? `我是第 ${figure(card.myPlace)} 位`
        : '我的记录';
  const points = counted.reduce((sum, one) => sum + one.points, 0);
  return (
    <Card>
      <CardHead title={title} aside={points > 0 ? `得了 ${figure(points)} 积分` : undefined} />
      <List label="我的记录">
        {(all ? mine : mine.slice(0, SHOWN)).map((one, i) => (
          <Row
            key={`${one.at}-${i}`}
            title={one.reason}
            line={`${dayAndClock(one.at, nowMs())} · ${one.groupName}`}
            aside={
              one.outcome === 'counted' ? (
                <Box className="mine-yes">{one.points > 0 ? `+${figure(one.points)}` : '✓ 算上了'}</Box>
              ) : (
                <Box className="mine-no">没算</Box>
              )
            }
          />
        ))}
      </List>
      {all || mine.length <= SHOWN ? null : (
        <TextButton onTap={() => setAll(true)}>{`看全部 ${figure(mine.length)} 条`}</TextButton>
      )}
    </Card>
  );
};
