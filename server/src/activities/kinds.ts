import type { RuleProblem } from '@kouyi/shared/rules/validate';
import type { ActivityKind, ActivityRule } from '@kouyi/shared/types';

/** What the domain that serves a kind knows about rules of it. */
export interface KindServer {
  /** What stands against running such a rule, besides what the rule itself shows. */
  problems(rule: ActivityRule, now: Date): Promise<RuleProblem[]>;
  /** Fills in what was left open where there is only one choice. */
  complete(rule: ActivityRule): Promise<ActivityRule>;
}

/** Kinds of activity that can run. */
export const availableKinds = new Set<ActivityKind>(['sign_up', 'check_in', 'vote', 'relay', 'quiz']);

const servers = new Map<ActivityKind, KindServer>();

/** A domain serves a further kind (draws, coupons): from now on activities of it can run. */
export function serveKind(kind: ActivityKind, server: KindServer): void {
  availableKinds.add(kind);
  servers.set(kind, server);
}

/** What the serving domain holds against a rule. */
export const kindProblems = (rule: ActivityRule, now: Date): Promise<RuleProblem[]> =>
  servers.get(rule.kind)?.problems(rule, now) ?? Promise.resolve([]);

/** A rule with what its serving domain can fill in. */
export const completeRule = (rule: ActivityRule): Promise<ActivityRule> =>
  servers.get(rule.kind)?.complete(rule) ?? Promise.resolve(rule);
