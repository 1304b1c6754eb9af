import type { RuleProblem } from '@kouyi/shared/rules/validate';
import type { ActivityKind, ActivityRule } from '@kouyi/shared/types';
import type { Tx } from '../kernel/command';

/** What the domain that serves a kind knows about rules of it. */
export interface KindServer {
  /** What stands against running such a rule, besides what the rule itself shows. */
  problems(rule: ActivityRule, now: Date): Promise<RuleProblem[]>;
  /** Fills in what was left open where there is only one choice. */
  complete(rule: ActivityRule): Promise<ActivityRule>;
  /** Holds back what a rule promises when it is launched or edited, in that transaction. Refuses when it can't. */
  reserve?(tx: Tx, activityId: string, rule: ActivityRule): Promise<void>;
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

/** Has the serving domain hold back what a rule promises. */
export const reserveFor = async (tx: Tx, activityId: string, rule: ActivityRule): Promise<void> =>
  servers.get(rule.kind)?.reserve?.(tx, activityId, rule);

/** A rule with what its serving domain can fill in. */
export const completeRule = (rule: ActivityRule): Promise<ActivityRule> =>
  servers.get(rule.kind)?.complete(rule) ?? Promise.resolve(rule);
