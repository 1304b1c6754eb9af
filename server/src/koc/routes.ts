import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { assertEverywhere } from '../org';
import { appointKoc, endKoc, setKocTier } from './commands';
import { kocPage, kocView } from './views';

const { koc } = contracts;

export const routes = [
  route(koc.list, ({ actor }, input) => {
    assertEverywhere(actor, 'commission.read');
    return kocPage(input);
  }),
  route(koc.appoint, async (context, input) => kocView(await appointKoc(context, input))),
  route(koc.setTier, async (context, { from, ...input }) =>
    kocView(await setKocTier(context, { ...input, ...(from === undefined ? {} : { from: new Date(from) }) })),
  ),
  route(koc.end, async (context, input) => kocView(await endKoc(context, input))),
];
