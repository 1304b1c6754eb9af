import type { AnswerOf } from '@/api/routes';

/** What the brand put into my hands to give. */
export type MyBudget = AnswerOf<'member.budget'>;
/** Something I gave. */
export type MyGift = AnswerOf<'member.give'>;
/** Somebody I may give to, or not, and why. */
export type Candidate = AnswerOf<'member.budgetCandidates'>['items'][number];
/** What my tier brings me. */
export type MyRight = AnswerOf<'member.rights'>['items'][number];
