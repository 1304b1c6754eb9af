import { z } from 'zod';
import { tidyLines } from '../rules/text';
import { type Expression, QUESTION_KINDS } from '../types';

/** Text without control and invisible characters; `most` counts what is left. */
const words = (most: number, least = 0) =>
  z
    .string()
    .max(most * 2 + 100)
    .transform(tidyLines)
    .pipe(z.string().min(least).max(most));
/** Ids inside a questionnaire: they become part of expressions. */
export const localId = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,39}$/)
  .refine((text) => !(text in {}), 'a name every object has');
/** JsonLogic as data; the linter says what an expression may hold. */
const expression = z.custom<Expression>((value) => value !== undefined, 'an expression');

const question = z.strictObject({
  id: localId,
  kind: z.enum(QUESTION_KINDS),
  title: words(120),
  help: words(200).optional(),
  required: z.boolean(),
  when: expression.optional(),
  choices: z
    .array(z.strictObject({ id: localId, label: words(80) }))
    .max(30)
    .optional(),
  maxChoices: z.number().int().min(1).max(30).optional(),
  min: z.number().min(-1_000_000).max(1_000_000).optional(),
  max: z.number().min(-1_000_000).max(1_000_000).optional(),
  minLabel: words(20).optional(),
  maxLabel: words(20).optional(),
  unit: words(10).optional(),
  maxLength: z.number().int().min(1).max(1_000).optional(),
  consentText: words(400).optional(),
});

const resultText = {
  id: localId,
  name: words(40),
  line: words(80),
  means: words(600),
  thisWeek: z.array(words(200)).max(6),
};

/** The content of a questionnaire. */
export const questionnaireContent = z.strictObject({
  title: words(40, 1),
  intro: words(300),
  minutes: z.number().int().min(1).max(60),
  sections: z
    .array(z.strictObject({ id: localId, title: words(40), questions: z.array(question).max(60) }))
    .max(20)
    .refine((sections) => sections.flatMap(({ questions }) => questions).length <= 100, '最多 100 道题'),
  dimensions: z
    .array(
      z.strictObject({ id: localId, name: words(20, 1), low: words(12), high: words(12), score: expression }),
    )
    .max(8),
  results: z.array(z.strictObject({ ...resultText, when: expression })).max(40),
  fallback: z.strictObject(resultText),
  careDays: z.number().int().min(0).max(90),
  notice: words(300),
});
