import { event } from '../kernel/events';

/** How far somebody came, for counting drop-off. Holds nothing about who it was. */
export const intakeProgressed = event<{
  questionnaireId: string;
  version: number;
  source: string;
  /** The session has just begun. */
  started: boolean;
  /** Questions shown for the first time in this session, and those gone on from. */
  reached: string[];
  passed: string[];
  at: Date;
}>('intake.progressed');

/**
 * Somebody finished a questionnaire. `resultType` is the name of the result as people read it; `scores` lie between
 * 0 and 100 by dimension id.
 */
export const intakeCompleted = event<{
  personId: string;
  sessionId: string;
  questionnaireId: string;
  version: number;
  title: string;
  resultId: string;
  resultType: string;
  scores: Record<string, number>;
  source: string;
  /** Days without promotion; 0: no care thread either. */
  careDays: number;
  at: Date;
}>('intake.completed');
