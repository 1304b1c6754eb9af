/** Kinds of questions. */
export const QUESTION_KINDS = [
  'single',
  'multi',
  'scale',
  'number',
  'date',
  'text',
  'photo',
  'consent',
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** A JsonLogic expression (https://jsonlogic.com): data, never code. */
export type Expression =
  string | number | boolean | null | readonly Expression[] | { readonly [operator: string]: Expression };

/** One answer to choose. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** One question; one a screen. */
export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly title: string;
  readonly help?: string | undefined;
  readonly required: boolean;
  /** Shown only while this is true of the answers before it: `answers.<question>`. Absent: always. */
  readonly when?: Expression | undefined;
  /** Of `single` and `multi`. */
  readonly choices?: readonly Choice[] | undefined;
  /** Of `multi`: how many may be chosen; absent: all. */
  readonly maxChoices?: number | undefined;
  /** Of `scale` and `number`, both ends included. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** What the ends of a scale mean. */
  readonly minLabel?: string | undefined;
  readonly maxLabel?: string | undefined;
  /** Of `number`: 岁, 杯 … */
  readonly unit?: string | undefined;
  /** Of `text`: characters at most. */
  readonly maxLength?: number | undefined;
  /** Of `consent` and `photo`: what exactly one agrees to. */
  readonly consentText?: string | undefined;
}

/** A part of a questionnaire with its own heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly questions: readonly Question[];
}

/** One axis of the radar, from `low` to `high`. */
export interface Dimension {
  readonly id: string;
  readonly name: string;
  /** The word for little, and for much: 偏干 … 偏油. */
  readonly low: string;
  readonly high: string;
  /** Over `answers.<question>`; a number. */
  readonly score: Expression;
}

/** What a person reads at the end. */
export interface ResultText {
  readonly id: string;
  readonly name: string;
  /** One warm sentence. */
  readonly line: string;
  /** What it means, in plain words. */
  readonly means: string;
  /** What to do this week. */
  readonly thisWeek: readonly string[];
}

/** A result and when it is one: over `percent.<dimension>` (0–100) and `answers.<question>`. The first that holds counts. */
export interface ResultType extends ResultText {
  readonly when: Expression;
}

/** The content of one version. */
export interface Questionnaire {
  readonly title: string;
  readonly intro: string;
  /** How long it takes, said before it begins. */
  readonly minutes: number;
  readonly sections: readonly Section[];
  readonly dimensions: readonly Dimension[];
  readonly results: readonly ResultType[];
  /** When no other result holds. */
  readonly fallback: ResultText;
  /** Days without any promotion after it is done. */
  readonly careDays: number;
  /** Said under the result: what this is not. */
  readonly notice: string;
}

/**
 * Answers by question: the id of a choice, ids of choices, a number, a day `YYYY-MM-DD`, text, the id of a photo,
 * or whether one agrees.
 */
export type AnswerValue = string | number | boolean | readonly string[];
export type Answers = Readonly<Record<string, AnswerValue>>;
