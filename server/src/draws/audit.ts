import type { ClientSession } from '../kernel/store';
import { native } from '../kernel/store';
import { account, auditSources } from '../ledger';
import { Boxes, Draws, Tables } from './model';

const OURS =
  /^(?:chance:box:(?<used>[^:]+):used|fen:box:(?<cost>[^:]+):prizes|fen:box-budget:(?<budget>[^:]+))$/;

/** What the accounts of one box should hold, by its own records: as many chances used as there are draws. */
async function accountsOf(boxId: string, session?: ClientSession): Promise<Map<string, number>> {
  const options = session ? { session } : {};
  const box = await native(Boxes).findOne({ _id: boxId }, options);
  const table = await native(Tables).findOne({ _id: boxId }, options);
  if (!box || !table) return new Map();
  const draws = await native(Draws).countDocuments({ boxId }, options);
  return new Map([
    [account.chancesUsed(boxId), draws],
    [account.prizeCost(boxId), table.costFen],
    [account.boxBudget(boxId), box.state === 'closed' ? 0 : box.design.budgetFen - table.costFen],
  ]);
}

/** The audit of the books compares them with boxes and draws. */
export function auditDraws(): void {
  auditSources.register('draws', {
    speaksFor: (name) => OURS.test(name),
    async totals() {
      const totals = new Map<string, number>();
      for await (const { _id } of native(Tables).find({}, { projection: { _id: 1 } }))
        for (const [name, total] of await accountsOf(_id)) totals.set(name, total);
      return totals;
    },
    async totalOf(name, session) {
      const { used, cost, budget } = OURS.exec(name)?.groups ?? {};
      const boxId = used ?? cost ?? budget;
      return boxId === undefined ? 0 : ((await accountsOf(boxId, session)).get(name) ?? 0);
    },
  });
}
