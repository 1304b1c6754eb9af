import { questionsIn, questionsOf } from '@kouyi/shared/rules/intake';
import { fromScore, toScore } from '@kouyi/shared/rules/intake-form';
import type { Question, Questionnaire, QuestionKind } from '@kouyi/shared/types';

/** Kinds of questions in the words of whoever builds them. */
export const KIND_NAMES: Record<QuestionKind, string> = {
  single: '单选',
  multi: '多选',
  scale: '打分',
  number: '数字',
  date: '日期',
  text: '一句话',
  photo: '照片',
  consent: '同意书',
};

/** An id nobody in the list has: `q7`. */
export const freshId = (prefix: string, taken: readonly string[]): string => {
  let n = taken.length + 1;
  while (taken.includes(`${prefix}${n}`)) n += 1;
  return `${prefix}${n}`;
};

/** A new question of a kind, complete enough to be shown. */
export const newQuestion = (content: Questionnaire, kind: QuestionKind): Question => ({
  id: freshId(
    'q',
    questionsOf(content).map(({ id }) => id),
  ),
  kind,
  title: '',
  required: kind !== 'photo',
  ...(kind === 'single' || kind === 'multi'
    ? {
        choices: [
          { id: 'a', label: '' },
          { id: 'b', label: '' },
        ],
      }
    : {}),
  ...(kind === 'scale' ? { min: 0, max: 4, minLabel: '完全没有', maxLabel: '非常明显' } : {}),
  ...(kind === 'number' ? { min: 0, max: 100 } : {}),
  ...(kind === 'photo'
    ? { consentText: '照片只给回答你的老师看，加密保存，不用于识别你是谁。你随时可以删掉它。' }
    : {}),
  ...(kind === 'consent' ? { consentText: '' } : {}),
});

/** The questionnaire with one question changed, wherever it stands. */
export const withQuestion = (content: Questionnaire, id: string, next: Question): Questionnaire => ({
  ...content,
  sections: content.sections.map((section) => ({
    ...section,
    questions: section.questions.map((question) => (question.id === id ? next : question)),
  })),
});

/** The questionnaire without a question. */
const withoutQuestion = (content: Questionnaire, id: string): Questionnaire => ({
  ...content,
  sections: content.sections.map((section) => ({
    ...section,
    questions: section.questions.filter((question) => question.id !== id),
  })),
});

/** The questionnaire without a question, and without what it was worth; a score that no form wrote stays as it is. */
export const removed = (content: Questionnaire, id: string): Questionnaire => {
  const left = withoutQuestion(content, id);
  return {
    ...left,
    dimensions: left.dimensions.map((dimension) => {
      const points = questionsIn(dimension.score).includes(id) ? fromScore(left, dimension.score) : undefined;
      return points ? { ...dimension, score: toScore(questionsOf(left), points) } : dimension;
    }),
  };
};

/** A question one place up or down; beyond the end of its section it goes to the next one. */
export const moved = (content: Questionnaire, id: string, step: -1 | 1): Questionnaire => {
  const at = content.sections.findIndex(({ questions }) => questions.some((question) => question.id === id));
  const section = content.sections[at];
  const question = section?.questions.find((each) => each.id === id);
  if (!section || !question) return content;
  const from = section.questions.indexOf(question);
  const to = from + step;
  const replace = (index: number, questions: readonly Question[]) =>
    content.sections.map((each, i) => (i === index ? { ...each, questions } : each));
  if (to >= 0 && to < section.questions.length) {
    const questions = section.questions.filter(({ id: each }) => each !== id);
    return { ...content, sections: replace(at, questions.toSpliced(to, 0, question)) };
  }
  const beside = content.sections[at + step];
  if (!beside) return content;
  const left = withoutQuestion(content, id).sections;
  return {
    ...content,
    sections: left.map((each, i) =>
      i === at + step
        ? { ...each, questions: step > 0 ? [question, ...each.questions] : [...each.questions, question] }
        : each,
    ),
  };
};
