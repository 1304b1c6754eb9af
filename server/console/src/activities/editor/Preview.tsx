import type { ActivityRule } from '@kouyi/shared/types';
import type { RoomMessage } from '@kouyi/shared/contracts';
import { triggersOf } from '@kouyi/shared/rules/text';
import { ruleInWords } from '@kouyi/shared/rules/words';
import { type Out, useApi } from '../../api';
import { Bones } from '../../ui/Bones';
import { Card, Failed } from '../../ui/pieces';
import { Said } from '../../ui/Said';
import { count } from '../../ui/number';
import { useStill } from '../../ui/use';
import { Conflicts } from '../Conflicts';
import { Phone } from '../Phone';
import { hasTime } from '../rule';
import { Words } from '../Words';

type Seen = Out<'activities', 'preview'>;

/** What the server says about the rule as it stands; nothing until it has a time. */
export const usePreview = (rule: ActivityRule, activityId: string | undefined) => {
  const still = useStill(rule, 350);
  return useApi(
    'activities',
    'preview',
    { rule: still, ...(activityId ? { activityId } : {}) },
    { enabled: hasTime(still), keep: true },
  );
};

const line = (
  id: string,
  from: 'member' | 'bot',
  name: string,
  text: string,
  rest: Partial<RoomMessage> = {},
): RoomMessage => ({
  id,
  at: new Date(0).toISOString(),
  from,
  kind: 'message',
  name,
  text,
  ...rest,
});

/** Two members and what the bot would say to them, at each of its moments. */
export const Chat = ({ rule, answers }: { rule: ActivityRule; answers: Seen['answers'] }) => {
  const said = triggersOf(rule)[0] ?? '1';
  return (
    <div className="talk">
      <Said named={false} message={line('a', 'member', '林小满', said, { outcome: 'counted' })} />
      <Said named={false} message={line('b', 'member', '周以安', said, { outcome: 'counted' })} />
      {answers.map(({ after, text }, i) => (
        <div key={i}>
          <p className="said-aside">{after}</p>
          <Said named={false} message={line(`bot${i}`, 'bot', '店长', text)} />
        </div>
      ))}
    </div>
  );
};

/** Beside the form: the rule in words, the bot's answers, the member's phone, and what it collides with. */
export const Preview = ({
  rule,
  of: { data: seen, error, isLoading, refetch },
}: {
  rule: ActivityRule;
  of: ReturnType<typeof usePreview>;
}) => {
  const words = seen?.words ?? ruleInWords(rule, { group: () => undefined, unit: () => undefined });
  return (
    <div className="stack">
      {seen && seen.conflicts.length > 0 && <Conflicts of={seen.conflicts} />}
      <Card
        title="用话说就是"
        {...(seen
          ? { sub: `会在 ${count(seen.groupCount)} 个群里开，一共 ${count(seen.memberCount)} 位成员` }
          : {})}
      >
        <Words of={words} />
      </Card>
      {(seen || error || isLoading) && (
        <Card title="群里会看到" sub="机器人攒一攒再回，不逐条回">
          {seen && <Chat rule={rule} answers={seen.answers} />}
          {!seen && (error ? <Failed failure={error} retry={() => void refetch()} /> : <Bones lines={5} />)}
        </Card>
      )}
      <Card title="手机上会看到">
        <Phone rule={rule} />
      </Card>
    </div>
  );
};
