import type { AnswerOf } from '@/api/routes';
import { Card, CardHead } from '@/ui/card';
import { Box, Field, Words } from '@/ui/elements';
import { figure } from '@/words/say';

interface Props {
  detail: AnswerOf<'member.activity'>;
  /** Whether one can write here (the bot can't read the group). */
  writable: boolean;
  text: string;
  onText: (text: string) => void;
}

/** 接龙: the list so far, and one's own line. */
export const Relay = ({ detail, writable, text, onText }: Props) => {
  const { relay, card } = detail;
  if (card.kind !== 'relay') return null;
  return (
    <Card>
      <CardHead title="接龙" aside={relay.length > 0 ? `接到第 ${figure(card.counted)} 位` : undefined} />
      {writable ? (
        <Field
          value={text}
          onText={onText}
          label="你要接的内容"
          placeholder={detail.question ?? '写上你要接的，比如名字和数量'}
          maxLength={150}
        />
      ) : null}
      {relay.length === 0 ? (
        <Box className="relay-none">还没有人接，你来开个头。</Box>
      ) : (
        <Box className="relay" role="list">
          {relay.map((line) => (
            <Box key={line.place} className="relay-line" role="listitem">
              <Words className="relay-place">{line.place}</Words>
              <Words className="relay-text">{line.text ? `${line.name} · ${line.text}` : line.name}</Words>
            </Box>
          ))}
        </Box>
      )}
    </Card>
  );
};
