import type { AnswerOf } from '@/api/routes';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box, Tap, Words } from '@/ui/elements';
import { figure } from '@/words/say';

type Detail = AnswerOf<'member.activity'>;
type Option = Detail['options'][number];

interface Props {
  detail: Detail;
  /** Whether one can choose here (the bot can't read the group). */
  choosable: boolean;
  choice?: string;
  onChoose: (trigger: string) => void;
}

/** The options of a vote or quiz: what to type, what it means, how many did. */
export const Options = ({ detail, choosable, choice, onChoose }: Props) => {
  const { options, question, card } = detail;
  if (options.length === 0) return null;
  const all = options.reduce((sum, option) => sum + option.times, 0);
  return (
    <Card>
      <CardHead title={question ?? '选一个'} aside={card.kind === 'vote' ? `${figure(all)} 票` : undefined} />
      <Box className="options">
        {options.map((option) => {
          const body = <OptionBody option={option} all={all} quiet={card.kind === 'quiz'} />;
          const chosen = choice === option.trigger;
          return choosable ? (
            <Tap
              key={option.trigger}
              kind="checkbox"
              on={chosen}
              className={`option option-tap ${chosen ? 'option-chosen' : ''}`}
              onTap={() => onChoose(option.trigger)}
            >
              {body}
            </Tap>
          ) : (
            <Box key={option.trigger} className={`option ${option.mine ? 'option-mine' : ''}`}>
              {body}
            </Box>
          );
        })}
      </Box>
    </Card>
  );
};

/** `quiet`: no figures, so that nobody learns the answer from the crowd. */
const OptionBody = ({ option, all, quiet }: { option: Option; all: number; quiet: boolean }) => {
  const share = all > 0 ? Math.round((option.times / all) * 100) : 0;
  return (
    <>
      <Box className="option-head">
        <Words className="option-trigger">{option.trigger}</Words>
        <Words className="option-label">{option.label}</Words>
        {option.mine ? <Tag tone="good">✓ 我选的</Tag> : null}
        {quiet ? null : <Words className="option-times">{`${figure(option.times)} 票 · ${share}%`}</Words>}
      </Box>
      {quiet ? null : (
        <Box className="option-bar" silent>
          <Box className="option-fill moves" style={{ width: `${share}%` }} />
        </Box>
      )}
    </>
  );
};
