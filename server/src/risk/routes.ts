import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { addToBlacklist, liftBlacklisting } from './commands';
import { blacklistPage, rowView } from './views';

/** The blacklist: see, add, undo. */
export const routes = [
  route(contracts.risk.blacklist, ({ actor }, input) => blacklistPage(actor, input)),
  route(contracts.risk.add, async (context, input) => rowView(await addToBlacklist(context, input))),
  route(contracts.risk.lift, async (context, input) => rowView(await liftBlacklisting(context, input))),
];
