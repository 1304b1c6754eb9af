import { contracts } from '@kouyi/shared/contracts';
import { system } from '../kernel/actor';
import { route } from '../kernel/http';
import { Refusal, refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { selvesOf } from '../people';
import {
  approveAll,
  freezeWithdrawal,
  giveUp,
  payByHand,
  rejectWithdrawal,
  unfreezeWithdrawal,
} from './decisions';
import { Withdrawals } from './model';
import { payer } from './provider';
import { fetchBill } from './bills';
import { reconcile } from './reconcile';
import { cancelWithdrawal, requestWithdrawal } from './requests';
import { refuse } from './rules';
import { workOn } from './sending';
import { payoutSettings, savePayoutSettings } from './settings';
import { applyBill } from './settle';
import {
  myView,
  myWithdrawals,
  reconciliationPage,
  reconciliationView,
  withdrawalDetail,
  withdrawalPage,
  withdrawalView,
  withdrawalViews,
} from './views';
import type { Actor, StaffActor } from '../kernel/actor';

const { member, payouts } = contracts;

/** Only a person can type a password. */
function staff(actor: Actor): StaffActor {
  if (actor.kind !== 'staff') throw refuseAnywhere('not_allowed');
  return actor;
}

/** Money has no branch: whoever reads about it reads of the whole brand. */
const mayRead = (actor: Actor): void => assertEverywhere(actor, 'payouts.read');

/** Asking for money, letting it go, and what the provider says. */
export const routes = [
  route(member.withdrawals, async ({ actor }, input) => myWithdrawals(await selvesOf(actor.personId), input)),
  route(member.withdraw, async (context, input) => {
    const { personId } = context.actor;
    return myView(await requestWithdrawal(context, { ...input, personId }), await selvesOf(personId));
  }),
  route(member.cancelWithdrawal, async (context, { id }) => {
    const { personId } = context.actor;
    return myView(await cancelWithdrawal(context, { id, personId }), await selvesOf(personId));
  }),

  route(payouts.settings, () => payoutSettings()),
  route(payouts.saveSettings, (context, input) => savePayoutSettings(context, input)),
  route(payouts.reconciliations, ({ actor }, input) => {
    mayRead(actor);
    return reconciliationPage(input);
  }),
  route(payouts.reconcile, async (context, input) => reconciliationView(await reconcile(context, input))),
  route(payouts.fetchBill, async (context, input) => reconciliationView(await fetchBill(context, input))),
  route(payouts.list, ({ actor }, input) => {
    mayRead(actor);
    return withdrawalPage(input);
  }),
  route(payouts.get, ({ actor }, { id }) => {
    mayRead(actor);
    return withdrawalDetail(id);
  }),
  route(payouts.approve, async (context, input) => {
    const { done, refused } = await approveAll({ ...context, actor: staff(context.actor) }, input);
    return {
      items: await withdrawalViews(done),
      refused: refused.map(({ id, error }) => {
        if (!(error instanceof Refusal)) throw error;
        return { id, code: error.code, message: error.message_zh };
      }),
    };
  }),
  route(payouts.reject, async (context, input) => withdrawalView(await rejectWithdrawal(context, input))),
  route(payouts.freeze, async (context, input) => withdrawalView(await freezeWithdrawal(context, input))),
  route(payouts.unfreeze, async (context, input) => withdrawalView(await unfreezeWithdrawal(context, input))),
  route(payouts.payByHand, async (context, input) =>
    withdrawalView(await payByHand({ ...context, actor: staff(context.actor) }, input)),
  ),
  route(payouts.giveUp, async (context, input) =>
    withdrawalView(await giveUp({ ...context, actor: staff(context.actor) }, input)),
  ),
  route(payouts.lookNow, async ({ actor }, { id }) => {
    assertEverywhere(actor, 'payouts.approve');
    const by = payer();
    if (!by) throw refuse('no_provider');
    const row = await native(Withdrawals).findOne({ _id: id });
    if (!row) throw refuseAnywhere('not_found');
    if (row.open) await workOn(row, by);
    return withdrawalView((await native(Withdrawals).findOne({ _id: id }))!);
  }),
  route(payouts.told, async ({ headers, rawBody }) => {
    const by = payer();
    if (!by) throw refuse('no_provider');
    await applyBill({ actor: system('wechatpay') }, by.told(headers, rawBody));
    return { code: 'SUCCESS' as const };
  }),
];
