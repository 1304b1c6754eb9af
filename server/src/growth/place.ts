import { type GrowthStage, type GrowthStanding, GROWTH_STANDING_NAMES } from '@kouyi/shared/types';
import type { History } from './history';
import type { GrowerRow } from './model';
import { direction } from './rules';
import { type Book, metInWords, missingInWords, rulesOn, type Standing, standingOn } from './stages';

/** What is known of somebody when it is decided where they stand. */
export interface Person {
  readonly row: GrowerRow;
  /** Of everybody who is seen as one with them. */
  readonly history: History;
  readonly isKoc: boolean;
}

/** Where somebody stands, and what follows from it. */
export interface Placed {
  readonly standing: Standing;
  /** By the rules, or where staff put them. */
  readonly base: GrowthStanding;
  readonly stage: GrowthStanding;
  /** Why they are there now; only when it changed. */
  readonly moved?: { readonly reason: string; readonly by: string };
  /** The stage they are about to lose, and the last day on which they keep it. */
  readonly warning?: { readonly stage: GrowthStage; readonly untilDay: number; readonly missing: string };
  /** To be asked of an operator. */
  readonly wants?: 'appoint' | 'end';
  /** When to look again. */
  readonly dueDay?: number;
}

const BY_RULES = '规则';

/**
 * Where somebody stands today. Whoever is a KOC stays one until somebody ends it, and nobody becomes one by standing
 * high enough: who is paid is decided by people (or by a setting that people made).
 */
export function place({ row, history, isKoc }: Person, book: Book, today: number): Placed {
  const standing = standingOn(history, book, today);
  const manual = row.manual && today <= row.manual.untilDay ? row.manual : undefined;
  const base = manual?.to ?? standing.stage;
  const stage: GrowthStanding = isKoc ? 'koc' : base === 'koc' ? 'exclusive' : base;
  const graduated = row.graduated === true || standing.stage === 'koc';
  const wants =
    base === 'koc' && !isKoc ? 'appoint' : isKoc && graduated && standing.stage !== 'koc' ? 'end' : undefined;
  const warning = manual ? undefined : warningOf(standing, history, book, today);
  const due = [standing.due, ...(manual ? [manual.untilDay + 1] : [])].filter((day) => day !== undefined);
  return {
    standing,
    base,
    stage,
    ...(stage === row.stage
      ? {}
      : { moved: reasonOf({ row, history, isKoc }, stage, standing, book, today) }),
    ...(warning ? { warning } : {}),
    ...(wants ? { wants } : {}),
    ...(due.length > 0 ? { dueDay: Math.min(...due) } : {}),
  };
}

/** Of stages that are held without being met, the one that goes first: it takes those above it along. */
function warningOf({ states }: Standing, history: History, book: Book, today: number): Placed['warning'] {
  const lapsing = states.filter(({ held, met }) => held && !met);
  const [soonest] = lapsing.sort((a, b) => a.until! - b.until!);
  if (!soonest) return undefined;
  const { stage, until } = soonest;
  const missing = missingInWords(history, rulesOn(book, today).rules.stages[stage], today);
  return { stage, untilDay: until!, missing };
}

function reasonOf(
  { row, history }: Person,
  to: GrowthStanding,
  { states }: Standing,
  book: Book,
  today: number,
): { reason: string; by: string } {
  const manual = row.manual && today <= row.manual.untilDay ? row.manual : undefined;
  if (to === 'koc') return { reason: '任命为 KOC', by: BY_RULES };
  if (row.stage === 'koc')
    return { reason: `KOC 身份结束，现在在「${GROWTH_STANDING_NAMES[to]}」`, by: BY_RULES };
  if (manual) return { reason: manual.reason, by: manual.by };
  const { rules } = rulesOn(book, today);
  const expired = row.manual ? '人工调整到期，按规则算。' : '';
  if (direction(row.stage, to) > 0 && to !== 'none') {
    const day = states.find(({ stage }) => stage === to)?.lastMet ?? today;
    return {
      reason: `${expired}${metInWords(history, rulesOn(book, day).rules.stages[to], day)}`,
      by: BY_RULES,
    };
  }
  const lost = states.find(({ held }) => !held)?.stage ?? 'koc';
  const missing = missingInWords(history, rules.stages[lost], today);
  return {
    reason: `${expired}「${GROWTH_STANDING_NAMES[lost]}」的条件断了超过 ${rules.graceDays} 天：${missing}`,
    by: BY_RULES,
  };
}
