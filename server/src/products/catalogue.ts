import { native, type ClientSession } from '../kernel/store';
import {
  CommissionRules,
  type CommissionRuleRow,
  Products,
  type ProductRow,
  Skus,
  type SkuRow,
} from './model';

const within = (session: ClientSession | undefined) => (session ? { session } : {});

/** Which product each number on an order means; unknown numbers are absent. */
export async function productsBySku(
  skus: Iterable<string>,
  session?: ClientSession,
): Promise<Map<string, SkuRow>> {
  const wanted = [...new Set(skus)];
  if (wanted.length === 0) return new Map();
  const rows = await native(Skus)
    .find({ _id: { $in: wanted } }, within(session))
    .toArray();
  return new Map(rows.map((row) => [row._id, row]));
}

/** Products by id; unknown ones are absent. */
export async function productsById(
  ids: Iterable<string>,
  session?: ClientSession,
): Promise<Map<string, ProductRow>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await native(Products)
    .find({ _id: { $in: wanted } }, within(session))
    .toArray();
  return new Map(rows.map((row) => [row._id, row]));
}

/** A rule as the pure decision takes it. */
const ruleOf = ({ _id: id, createdAt: _, ...rule }: CommissionRuleRow) => ({ id, ...rule });

/** Every commission rule there ever was, as the pure decision takes them: it picks by date. They are few. */
export async function commissionRules(session?: ClientSession) {
  const rows = await native(CommissionRules)
    .find({ _id: { $gt: '' } }, within(session))
    .toArray();
  return rows.map(ruleOf);
}
