import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { assertEverywhere } from '../org';

export const may = {
  /** Questionnaires are the whole brand's. @throws Refusal `not_allowed`. */
  write: (actor: Actor): void => assertEverywhere(actor, 'intake.write'),
  /** One's own answers only. @throws Refusal `not_allowed`. */
  own(actor: Actor, { personId }: { personId: string }): void {
    if (actor.kind === 'system') return;
    if (actor.kind !== 'member' || actor.personId !== personId) throw refuseAnywhere('not_allowed');
  },
};
