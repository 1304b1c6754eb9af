import { GROWTH_STANDING_NAMES } from '@kouyi/shared/types';
import type { AnswerOf } from '@/api/routes';
import { nowMs } from '@/api/now';
import { Card, CardHead } from '@/ui/card';
import { List, Row } from '@/ui/list';
import { dayAndClock } from '@/words/time';

/** Every move of mine with its reason; nothing is decided in silence. */
export const Moves = ({ moves }: { moves: AnswerOf<'member.kocCentre'>['moves'] }) =>
  moves.length === 0 ? null : (
    <Card>
      <CardHead title="走过的每一步" />
      <List label="走过的每一步">
        {moves.map((move) => (
          <Row
            key={move.at + move.to}
            title={`${GROWTH_STANDING_NAMES[move.from]} → ${GROWTH_STANDING_NAMES[move.to]}`}
            line={`${dayAndClock(move.at, nowMs())} · ${move.reason}`}
          />
        ))}
      </List>
    </Card>
  );
