import { contracts } from '@kouyi/shared/contracts';
import { actorId } from '../kernel/actor';
import { route } from '../kernel/http';
import { dismissQuarantined, retryQuarantined, takeOrders } from './commands';
import { countsOf, importOrders } from './import';
import type { LineResult } from './plan';
import { everyLineRefused } from './rules';
import { orderDetail, orderPage, quarantinePage } from './views';

const { orders } = contracts;

const lineResult = ({ orderId, result, code, message }: LineResult, index: number) => ({
  index,
  ...(orderId === undefined ? {} : { orderId }),
  result,
  ...(code === undefined ? {} : { code }),
  ...(message === undefined ? {} : { message }),
});

export const routes = [
  route(orders.ingest, async (context, input) => {
    const source = actorId(context.actor);
    const lines = input.orders.map((raw) => ({ raw, shop: source, source }));
    const taken = await takeOrders(context, lines);
    const results = taken.map(lineResult);
    const [first] = results;
    if (results.every(({ result }) => result === 'quarantined'))
      throw everyLineRefused(taken[0]!.code!, first!.message!, results);
    return { ...countsOf(taken), results };
  }),
  route(orders.importCsv, (context, input) => importOrders(context, input)),
  route(orders.list, ({ actor }, input) => orderPage(actor, input)),
  route(orders.quarantine, ({ actor }, input) => quarantinePage(actor, input)),
  route(orders.retryQuarantined, async (context, input) =>
    lineResult(await retryQuarantined(context, input), 0),
  ),
  route(orders.dismissQuarantined, async (context, input) => {
    await dismissQuarantined(context, input);
    return { ok: true as const };
  }),
  route(orders.get, ({ actor }, { id }) => orderDetail(actor, id)),
];
