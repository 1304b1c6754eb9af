import type { ActivityRule, ActivityState, WhereRule } from '@kouyi/shared/types';
import { byPriority } from '@kouyi/shared/rules/conflicts';
import { matchRule, triggerKey, triggersOf } from '@kouyi/shared/rules/text';
import { isWithinWindow } from '@kouyi/shared/rules/time';
import { now } from '../kernel/clock';
import { native } from '../kernel/store';
import { type GroupFacts, groupDirectory } from '../groups';
import { unitDirectory } from '../org';
import { Activities, type ActivityDoc, type Pause } from './model';
import { LATE_GRACE_MS, runsIn } from './rules';

/** An activity as the engine needs it. */
export interface LiveRule {
  readonly id: string;
  readonly version: number;
  readonly state: ActivityState;
  readonly rule: ActivityRule;
  readonly pauses: readonly Pause[];
  /** Ended by a person before the end that its rule names; the rule here ends then, too. */
  readonly endedAt?: string;
}

/** What of a group's rules listens to a message. */
interface GroupRules {
  readonly byKey: ReadonlyMap<string, readonly LiveRule[]>;
  /** Relays take text behind their trigger, so the whole message is no key. */
  readonly relays: readonly LiveRule[];
}

const LISTENING: readonly ActivityState[] = ['scheduled', 'running', 'paused', 'closed'];

/** A change may be committed so long after the moment it bears, and clocks of processes differ. */
const OVERLAP_MS = 30_000;

/**
 * All activities that may listen, compiled by group. Bounded by the running activities and the groups that were
 * spoken in; read again when an activity or a group changes, and every second for other processes' changes.
 */
export class RuleBook {
  readonly #live = new Map<string, LiveRule>();
  readonly #byGroup = new Map<string, GroupRules>();
  /** When it was last read; everything that was changed well before is known. */
  #readAt: Date | undefined;

  /** Reads everything that may listen now. */
  async load(): Promise<void> {
    this.#live.clear();
    this.#byGroup.clear();
    this.#readAt = undefined;
    await this.refresh();
  }

  /** Reads what changed since the last time. */
  async refresh(): Promise<void> {
    const at = now();
    const readAt = this.#readAt;
    const changed = await native(Activities)
      .find(
        readAt
          ? { updatedAt: { $gte: new Date(readAt.getTime() - OVERLAP_MS) } }
          : { state: { $in: [...LISTENING] } },
      )
      .toArray();
    this.#readAt = at;
    for (const doc of changed) this.#put(doc);
    this.#forgetOver();
  }

  /** What ended so long ago that nothing late counts any more. */
  #forgetOver(): void {
    const over = now().getTime() - LATE_GRACE_MS;
    for (const live of this.#live.values()) {
      if (live.state !== 'closed' || Date.parse(live.rule.window.endAt) >= over) continue;
      this.#live.delete(live.id);
      this.#byGroup.clear();
    }
  }

  /** Reads one activity again, after a change made here. */
  async reload(ids: readonly string[]): Promise<void> {
    for (const doc of await native(Activities)
      .find({ _id: { $in: [...ids] } })
      .toArray())
      this.#put(doc);
  }

  /** Groups changed: what runs where is worked out again when next needed. */
  forgetGroups(): void {
    this.#byGroup.clear();
  }

  get(id: string): LiveRule | undefined {
    return this.#live.get(id);
  }

  /** Everything that listens or will. */
  all(): Iterable<LiveRule> {
    return this.#live.values();
  }

  /** The rules that a message of a group speaks to, highest priority first. */
  matching(group: GroupFacts, text: string): readonly LiveRule[] {
    const rules = this.#rulesOf(group);
    const exact = rules.byKey.get(triggerKey(text)) ?? [];
    const relays = rules.relays.filter((live) => !exact.includes(live) && matchRule(live.rule, text));
    return relays.length === 0 ? exact : [...exact, ...relays].sort(byPriority);
  }

  /** Rules of a group that may listen, highest priority first. */
  inGroup(group: GroupFacts): LiveRule[] {
    const place = placeOf(group);
    return [...this.#live.values()].filter((live) => runsIn(live.rule.where, place)).sort(byPriority);
  }

  #put(doc: ActivityDoc): void {
    const had = this.#live.get(doc._id);
    const gone =
      !LISTENING.includes(doc.state) ||
      (doc.closedAt !== undefined && doc.closedAt.getTime() < now().getTime() - LATE_GRACE_MS);
    if (gone) {
      if (this.#live.delete(doc._id)) this.#byGroup.clear();
      return;
    }
    if (had?.version === doc.version && had.state === doc.state && had.pauses.length === doc.pauses.length)
      return;
    // Closing early ends the window there and then; what was typed before still counts.
    const endedAt =
      doc.closedAt && doc.closedAt < new Date(doc.rule.window.endAt) ? doc.closedAt.toISOString() : undefined;
    this.#live.set(doc._id, {
      id: doc._id,
      version: doc.version,
      state: doc.state,
      rule: endingAt(doc.rule, endedAt),
      pauses: doc.pauses,
      ...(endedAt === undefined ? {} : { endedAt }),
    });
    this.#byGroup.clear();
  }

  #rulesOf(group: GroupFacts): GroupRules {
    const had = this.#byGroup.get(group.id);
    if (had) return had;
    const byKey = new Map<string, LiveRule[]>();
    const relays: LiveRule[] = [];
    for (const live of this.inGroup(group)) {
      if (live.rule.kind === 'relay') relays.push(live);
      for (const key of new Set(triggersOf(live.rule).map(triggerKey))) {
        byKey.set(key, [...(byKey.get(key) ?? []), live]);
      }
    }
    const rules = { byKey, relays };
    this.#byGroup.set(group.id, rules);
    return rules;
  }
}

/** A rule that ends when somebody ended it. */
export const endingAt = (rule: ActivityRule, endedAt: string | undefined): ActivityRule =>
  endedAt === undefined ? rule : { ...rule, window: { ...rule.window, endAt: endedAt } };

/** The rule book of this process. */
export const ruleBook = new RuleBook();

/** What a rule asks about a group: where it is and what it is called by. */
export const placeOf = (group: GroupFacts) => ({
  id: group.id,
  tags: group.tags,
  unitPath: unitDirectory.pathOf(group.unitId),
});

/** The groups that a `where` may come down to: those it names, where it names groups only. */
const candidatesOf = ({ everywhere, tags, unitIds, groupIds }: WhereRule): Iterable<GroupFacts> =>
  everywhere || tags.length > 0 || unitIds.length > 0
    ? groupDirectory.all()
    : groupIds.flatMap((id) => groupDirectory.get(id) ?? []);

/** The groups a `where` comes down to today. */
export const groupsOf = (where: WhereRule): GroupFacts[] =>
  [...new Set(candidatesOf(where))].filter((group) => runsIn(where, placeOf(group)));

/** Whether a `where` comes down to a group of these units, or (`others`) to one of other units. */
export function reachesUnits(where: WhereRule, units: ReadonlySet<string>, others = false): boolean {
  for (const group of candidatesOf(where))
    if (units.has(group.unitId) !== others && runsIn(where, placeOf(group))) return true;
  return false;
}

/** Whether a rule takes messages at that instant (its window; pauses are told to the person). */
export const isOpenAt = (live: Pick<LiveRule, 'rule'>, at: Date): boolean =>
  isWithinWindow(live.rule.window, at) === 'inside';
