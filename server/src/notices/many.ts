import type { Tx } from '../kernel/command';
import { event } from '../kernel/events';
import type { NoticePlan } from './notify';

/** So many notices are one event: telling one person costs a few look-ups. */
const AT_ONCE = 20;

/** Notices that are told after commit, some at a time. */
export const noticesPlanned = event<{ plans: NoticePlan[] }>('notices.planned');

/** Tells many people, once a key, after the open transaction: a list of thousands must not hold it up. */
export function notifyMany(tx: Tx, plans: readonly NoticePlan[]): void {
  for (let i = 0; i < plans.length; i += AT_ONCE)
    tx.emit(noticesPlanned({ plans: plans.slice(i, i + AT_ONCE) }));
}
