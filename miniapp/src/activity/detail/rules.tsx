import type { AnswerOf } from '@/api/routes';
import { Card, CardHead } from '@/ui/card';
import { Box, Words } from '@/ui/elements';

/** What the parts of a rule are called, in the order a member asks for them. */
const PARTS: [part: string, name: string][] = [
  ['trigger', '怎么参加'],
  ['reward', '得到什么'],
  ['time', '什么时候'],
  ['who', '谁可以'],
  ['limit', '限制'],
];

/**
 * The rule in plain words. Where it runs is told by the names of one's own groups; how often the bot answers is the
 * operator's matter.
 */
export const Rules = ({ detail }: { detail: AnswerOf<'member.activity'> }) => {
  const lines = PARTS.flatMap(([part, name]) =>
    detail.words.filter((word) => word.part === part).map((word) => ({ name, line: word.line })),
  );
  const groups = detail.card.groups.map((group) => group.name).join('、');
  return (
    <Card>
      <CardHead title="规则" />
      <Box className="rules">
        {[...lines, ...(groups ? [{ name: '哪些群', line: groups }] : [])].map(({ name, line }) => (
          <Box key={name + line} className="rule">
            <Words className="rule-part">{name}</Words>
            <Words className="rule-line">{line}</Words>
          </Box>
        ))}
      </Box>
    </Card>
  );
};
