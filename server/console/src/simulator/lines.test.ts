import type { RoomMessage } from '@kouyi/shared/contracts';
import { type RoomLine, withMessage } from './lines';

const said = (id: string, second: number, more: Partial<RoomMessage> = {}): RoomMessage => ({
  id,
  at: new Date(second * 1000).toISOString(),
  from: 'member',
  kind: 'message',
  userId: 'u1',
  name: '林',
  text: '1',
  ...more,
});
const ids = (lines: RoomLine[]) => lines.map(({ message }) => message.id);

describe('the lines of a room', () => {
  test('a message that comes twice stands once, with what is newly known', () => {
    const once = withMessage([], said('0:simulator:e1', 1));
    const twice = withMessage(once, said('0:simulator:e1', 1, { outcome: 'counted' }));
    expect(twice).toHaveLength(1);
    expect(twice[0]?.message.outcome).toBe('counted');
  });

  test('what was sent from here is replaced by what came back, and by nothing else', () => {
    const event = {
      eventId: 'mine',
      groupId: 'g',
      userId: 'u1',
      kind: 'message' as const,
      text: '1',
      at: '',
    };
    const pending: RoomLine[] = [{ pending: true, event, message: said('mine', 5) }];
    const other = withMessage(pending, said('0:simulator:theirs', 5));
    expect(other.filter((line) => line.pending)).toHaveLength(1);
    const back = withMessage(other, said('0:simulator:mine', 5));
    expect(back).toHaveLength(2);
    expect(back.some((line) => line.pending)).toBe(false);
  });

  test('a late message is put where it belongs', () => {
    const lines = [said('0:simulator:a', 1), said('0:simulator:c', 3), said('0:simulator:b', 2)].reduce<
      RoomLine[]
    >(withMessage, []);
    expect(ids(lines)).toEqual(['0:simulator:a', '0:simulator:b', '0:simulator:c']);
  });
});
