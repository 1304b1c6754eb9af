import { assertReachesGroup } from '../groups';
import { actorId } from '../kernel/actor';
import { command, type CommandContext } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { reachFor } from '../org';
import { nicknames, peopleWithin } from '../people';
import { bookReleased } from './books';
import { couponToWrite } from './commands';
import { addToDay } from './figures';
import { issueOne } from './issuing';
import { Issues, type IssueRow } from './model';
import { firstTime } from './once';
import { issueStates, refuse } from './rules';

/** What a gift by hand came to, person by person. */
export interface HandIssue {
  issued: { personId: string; nickname: string; code: string }[];
  refused: { personId: string; nickname: string; code: string; message: string }[];
}

/** Notes who gives what to whom and why, once a key; the coupons follow. */
const noteHandIssue = command<
  { id: string; personIds: string[]; groupId?: string | undefined; reason: string; requestKey: string },
  boolean
>('coupons.issue', {
  async run({ requestKey, ...input }, tx) {
    const had = await couponToWrite(tx, input.id);
    if (had.state !== 'open') throw refuse('coupon_not_open', { details: { name: had.rule.name } });
    if (had.rule.perGroup && input.groupId === undefined)
      throw refuse('coupon_needs_group', { field: 'groupId', details: { name: had.rule.name } });
    if (input.groupId !== undefined) assertReachesGroup(tx.actor, input.groupId, 'coupons.write');
    const within = await peopleWithin(reachFor(tx.actor, 'coupons.write'), input.personIds);
    if (input.personIds.some((id) => !within.has(id)))
      throw refuseAnywhere('not_found', { field: 'personIds' });
    const first = await firstTime(tx, { kind: 'issue', key: requestKey, input });
    if (first) tx.audit({ subject: input.id, after: { personIds: input.personIds, reason: input.reason } });
    return first;
  },
});

/**
 * Gives one coupon to each of these people. Asked again with the same key, it goes on where it was: nobody gets two.
 * Refuses `coupon_not_open`, `coupon_needs_group`, `key_used_differently`, `not_found` for people out of reach.
 */
export async function issueByHand(
  context: CommandContext,
  input: {
    id: string;
    personIds: string[];
    groupId?: string | undefined;
    reason: string;
    requestKey: string;
  },
): Promise<HandIssue> {
  const personIds = [...new Set(input.personIds)];
  await noteHandIssue(context, { ...input, personIds });
  const by = actorId(context.actor);
  const [names, decisions] = await Promise.all([
    nicknames(personIds),
    Promise.all(
      personIds.map((personId) =>
        issueOne(input.id, {
          issueId: derivedId('cpi', input.id, by, input.requestKey, personId),
          personId,
          groupId: input.groupId,
          source: { kind: 'staff', id: by, words: input.reason },
        }),
      ),
    ),
  ]);
  const result: HandIssue = { issued: [], refused: [] };
  decisions.forEach((decision, i) => {
    const personId = personIds[i]!;
    const nickname = names.get(personId) ?? '';
    if (decision.accepted) result.issued.push({ personId, nickname, code: decision.value.issue.code });
    else
      result.refused.push({
        personId,
        nickname,
        code: decision.refusal.code,
        message: decision.refusal.message_zh,
      });
  });
  return result;
}

/** Takes one back that was not used. Refuses `state_forbids` (409), `not_found`. */
export const revokeIssue = command<{ id: string; reason: string }, IssueRow>('coupons.revoke', {
  async run({ id, reason }, tx) {
    const options = { session: tx.session };
    const had = await native(Issues).findOne({ _id: id }, options);
    if (!had) throw refuseAnywhere('not_found');
    await couponToWrite(tx, had.couponId);
    issueStates.assertMove(had.state, 'revoked');
    const { remindAt: _gone, ...rest } = had;
    const issue: IssueRow = { ...rest, state: 'revoked', revokedReason: reason };
    await native(Issues).updateOne(
      { _id: id },
      { $set: { state: 'revoked', revokedReason: reason }, $unset: { remindAt: 1 } },
      options,
    );
    await bookReleased(tx, [issue], '作废');
    await addToDay(tx, issue.couponId, { revoked: 1, liabilityFen: -issue.worthFen });
    tx.audit({ subject: issue.couponId, before: { issue: id, state: had.state }, after: { reason } });
    return issue;
  },
});
