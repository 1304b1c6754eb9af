import { encode, type Reply } from '../bson/codec';
import { compareValues, canonicalKey } from '../bson/compare';
import type { Value } from '../bson/value';
import { MongoError } from '../errors';
import { BREATH, valuesAt } from '../language';
import { countKeys } from '../plan/scan';
import { countArg, docArg, docOr, intArg, missing, stringArg } from './args';
import type { Call, Command } from './call';
import { prepareQuery, rowsOf, type Query } from './query';

const asNumber = (n: number): Value => (n <= 0x7fffffff ? n : BigInt(n));

/** How many documents a query has; from the keys alone where the plan allows. */
export async function countOf(call: Call, q: Query): Promise<number> {
  const { c, plan, view } = q;
  if (!c || !plan) return 0;
  let n = 0;
  if (!q.matcher && !call.transaction && plan.access.bounded === 0) {
    n = view.count(c);
  } else if (plan.covered && plan.kind !== 'OR') {
    for (const _breath of countKeys(view, c, plan, q.stats)) {
      q.env.budget.tick();
      await call.breathe();
    }
    n = q.stats.keys;
  } else {
    for (const row of rowsOf({ ...q, skip: 0, limit: undefined, sorter: undefined })) {
      if (row === BREATH) await call.breathe();
      else n++;
    }
  }
  n = Math.max(0, n - q.skip);
  return q.limit === undefined ? n : Math.min(n, q.limit);
}

export const count: Command = {
  name: 'count',
  fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields', 'let'],
  async run(call): Promise<Reply> {
    return new Map([['n', asNumber(await countOf(call, countQuery(call)))]]);
  },
};

/** A count's fields as a query. */
export function countQuery(call: Call): Query {
  const { body } = call;
  const limit = Math.abs(intArg(body, 'limit') ?? 0);
  return prepareQuery(call.view(), call.env({ collation: docArg(body, 'collation') }), {
    ns: call.ns,
    filter: docOr(body, 'query'),
    hint: body.get('hint'),
    skip: countArg(body, 'skip'),
    limit: limit === 0 ? undefined : limit,
  });
}

const MAX_DISTINCT_BYTES = 16 * 1024 * 1024;

export const distinct: Command = {
  name: 'distinct',
  fields: ['key', 'query', 'collation', 'hint', 'let'],
  inTransaction: true,
  async run(call): Promise<Reply> {
    const { body } = call;
    const key = stringArg(body, 'key');
    if (key === undefined) throw missing('distinct.key');
    const env = call.env({ collation: docArg(body, 'collation') });
    const query = prepareQuery(call.view(), env, {
      ns: call.ns,
      filter: docOr(body, 'query'),
      hint: body.get('hint'),
    });
    const values = new Map<string, Value>();
    for (const row of rowsOf(query)) {
      if (row === BREATH) {
        await call.breathe();
        continue;
      }
      for (const found of valuesAt(row.doc, key)) {
        for (const v of Array.isArray(found) ? found : [found]) {
          const name = canonicalKey(v);
          if (values.has(name)) continue;
          values.set(name, v);
          env.budget.charge(name.length * 2 + 64);
        }
      }
    }
    const list = [...values.values()].sort(compareValues);
    if (encode(new Map([['values', list]])).length > MAX_DISTINCT_BYTES) {
      throw new MongoError(17217, 'Location17217', 'distinct too big, 16mb cap');
    }
    return new Map([['values', list]]);
  },
};
