import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import {
  approvePrize,
  claimPrize,
  confirmReceived,
  declinePrize,
  markPaid,
  redeemPrize,
  revealPrize,
  shipPrize,
} from './commands';
import { addressOf, payeeOf } from './destination';
import { refuse } from './rules';
import { exportToShip, importShipping } from './shipping-file';
import {
  cabinet,
  lookUpPrize,
  memberPrize,
  memberPrizeView,
  pickupCode,
  prizeCounts,
  prizePage,
  prizeStory,
  prizeView,
} from './views';

const { prizes, member } = contracts;

export const routes = [
  route(prizes.list, ({ actor }, input) => prizePage(actor, input)),
  route(prizes.counts, () => prizeCounts()),
  route(prizes.exportCsv, (context, input) => exportToShip(context, input)),
  route(prizes.importShipping, (context, input) => importShipping(context, input)),
  route(prizes.get, ({ actor }, { id }) => prizeStory(actor, id)),
  route(prizes.reveal, async (context, { id }) => {
    const row = await revealPrize(context, { id, right: 'prizes.write' });
    const [address, payee] = [addressOf(row), payeeOf(row)];
    return { ...(address ? { address } : {}), ...(payee ? { payee } : {}) };
  }),
  route(prizes.payee, async (context, { id }) => {
    const payee = payeeOf(await revealPrize(context, { id, right: 'prizes.pay' }));
    if (!payee) throw refuse('prize_no_destination');
    return payee;
  }),
  route(prizes.ship, async (context, input) => prizeView(context.actor, await shipPrize(context, input))),
  route(prizes.approve, async (context, input) =>
    prizeView(context.actor, await approvePrize(context, input)),
  ),
  route(prizes.decline, async (context, input) =>
    prizeView(context.actor, await declinePrize(context, input)),
  ),
  route(prizes.markPaid, async (context, input) => prizeView(context.actor, await markPaid(context, input))),
  route(prizes.lookUp, ({ actor }, input) => lookUpPrize(actor, input)),
  route(prizes.redeem, async (context, input) => prizeView(context.actor, await redeemPrize(context, input))),

  route(member.cabinet, ({ actor }, input) => cabinet(actor.personId, input)),
  route(member.prize, ({ actor }, { id }) => memberPrize(actor.personId, id)),
  route(member.claimPrize, async (context, input) => memberPrizeView(await claimPrize(context, input))),
  route(member.pickupCode, ({ actor }, { id }) => pickupCode(actor.personId, id)),
  route(member.confirmReceived, async (context, input) =>
    memberPrizeView(await confirmReceived(context, input)),
  ),
];
