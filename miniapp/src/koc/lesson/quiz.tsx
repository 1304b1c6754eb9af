import { useState } from 'react';
import { call } from '@/api/call';
import { isTransient } from '@/api/refusal';
import type { AnswerOf } from '@/api/routes';
import { useRequestKey } from '@/api/use-request-key';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton, TakeButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box, Heading } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { withNumber } from '@/words/say';

type Lesson = AnswerOf<'member.lesson'>;
type Question = Lesson['questions'][number];
type Result = AnswerOf<'member.answerQuiz'>;
type Chosen = Readonly<Record<string, readonly string[]>>;

/** All questions at once; judged by the server, each with its explanation; as often as one likes. */
export const Quiz = ({ lesson, onChanged }: { lesson: Lesson; onChanged: () => Promise<void> }) => {
  const [chosen, setChosen] = useState<Chosen>({});
  const [result, setResult] = useState<Result>();
  const [busy, setBusy] = useState(false);
  const key = useRequestKey();
  const { passPercent, questions } = lesson;
  const needed = Math.ceil((passPercent * questions.length) / 100);
  const missing = questions.filter(({ id }) => (chosen[id] ?? []).length === 0).length;

  const hand = async (): Promise<void> => {
    const answers = questions.map(({ id }) => ({ questionId: id, options: [...(chosen[id] ?? [])] }));
    setBusy(true);
    const answer = await call('member.answerQuiz', {
      id: lesson.id,
      version: lesson.version,
      answers,
      requestKey: key.of(JSON.stringify(answers)),
    });
    setBusy(false);
    if (!answer.ok) {
      say(
        isTransient(answer.refusal) ? '没收到回音，再点一次不会多算一次。' : withNumber(answer.refusal),
        'warn',
      );
      if (answer.refusal.code === 'lesson_changed') await onChanged();
      return;
    }
    key.done();
    setResult(answer.value);
    // The button is at the end of the page, the result at its head.
    say(
      answer.value.passed ? '通过了，每题的解释在上面。' : '差一点，看看上面每题的解释。',
      answer.value.passed ? 'good' : 'plain',
    );
    await onChanged();
  };
  const again = (): void => {
    setResult(undefined);
    setChosen({});
  };

  return (
    <Card>
      <CardHead
        title="考考自己"
        aside={needed >= questions.length ? '全答对就算学完' : `答对 ${needed} 题就算学完`}
      />
      {result ? (
        <Heading level={3} className="quiz-result">
          {result.passed
            ? `答对 ${result.right} / ${result.total}，学完了。`
            : `答对 ${result.right} / ${result.total}，还差一点。`}
        </Heading>
      ) : null}
      <Box>
        {questions.map((question, i) => (
          <One
            key={question.id}
            place={i + 1}
            question={question}
            chosen={chosen[question.id] ?? []}
            judged={result?.questions.find(({ id }) => id === question.id)}
            onPick={(option) =>
              // From what was chosen by then: two quick taps are two choices.
              setChosen((before) => ({
                ...before,
                [question.id]: picked(question, before[question.id] ?? [], option),
              }))
            }
          />
        ))}
      </Box>
      {result ? (
        result.passed ? (
          <QuietButton onTap={() => go(PAGES.lessons)}>去看别的课</QuietButton>
        ) : (
          <TakeButton onTap={again}>再答一次</TakeButton>
        )
      ) : (
        <TakeButton busy={busy} disabled={busy || missing > 0} onTap={() => void hand()}>
          {busy ? '正在看…' : missing > 0 ? `还有 ${missing} 题没答` : '交卷'}
        </TakeButton>
      )}
    </Card>
  );
};

interface OneProps {
  place: number;
  question: Question;
  chosen: readonly string[];
  judged?: Result['questions'][number];
  onPick: (option: string) => void;
}

/** What is chosen after a tap: the one, or one more or less. */
const picked = ({ kind }: Question, before: readonly string[], option: string): readonly string[] => {
  if (kind === 'single') return [option];
  return before.includes(option) ? before.filter((one) => one !== option) : [...before, option];
};

const One = ({ place, question, chosen, judged, onPick }: OneProps) => {
  const many = question.kind === 'multi';
  return (
    <Box className="quiz-question">
      <Heading level={3} className="quiz-text">
        {`${place}. ${question.text}`}
      </Heading>
      {many ? <Box className="quiz-hint">可以选几个</Box> : null}
      <List label={question.text}>
        {question.options.map((option) => {
          const right = judged?.correct?.includes(option.id);
          const mark = right ? { line: '对的是这个' } : {};
          // Once judged, the options tell what was chosen; they change again only with another try.
          return judged ? (
            <Row
              key={option.id}
              title={option.text}
              {...mark}
              aside={chosen.includes(option.id) ? '你选的' : undefined}
            />
          ) : (
            <Row
              key={option.id}
              title={option.text}
              on={chosen.includes(option.id)}
              onTap={() => onPick(option.id)}
            />
          );
        })}
      </List>
      {judged ? (
        <Box className={`quiz-after ${judged.right ? 'quiz-right' : ''}`} role="status">
          {`${judged.right ? '✓ 答对了。' : '× 再想想。'}${judged.explanation}`}
        </Box>
      ) : null}
    </Box>
  );
};
