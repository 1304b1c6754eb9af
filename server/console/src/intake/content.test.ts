import { questionsIn, questionsOf } from '@kouyi/shared/rules/intake';
import { lint } from '@kouyi/shared/rules/intake-lint';
import { skinTest } from '@kouyi/shared/rules/intake-skin-test';
import { moved, newQuestion, removed } from './content';

const order = (content: typeof skinTest): string[] => questionsOf(content).map(({ id }) => id);

test('a question moves one place, also into the next part, and back again', () => {
  for (const id of order(skinTest)) {
    const down = moved(skinTest, id, 1);
    expect([...order(down)].sort()).toEqual([...order(skinTest)].sort());
    if (id !== 'photo') expect(moved(down, id, -1)).toEqual(skinTest);
  }
  const across = moved(skinTest, 'cream', 1);
  expect(across.sections[1]!.questions[0]!.id).toBe('cream');
  expect(order(moved(skinTest, 'wash', -1))).toEqual(order(skinTest));
});

test('a new question has an id of its own', () => {
  const less = removed(skinTest, 'noon');
  expect(order(less)).not.toContain('noon');
  expect(order(less)).not.toContain(newQuestion(less, 'single').id);
});

test('a question that is taken out takes what it was worth along', () => {
  const scored = skinTest.dimensions.flatMap(({ score }) => questionsIn(score));
  expect(scored).toContain('noon');
  expect(removed(skinTest, 'noon').dimensions.flatMap(({ score }) => questionsIn(score))).toEqual(
    scored.filter((id) => id !== 'noon'),
  );
  expect(lint(removed(skinTest, 'noon')).map(({ code }) => code)).not.toContain('score_unknown');
});
