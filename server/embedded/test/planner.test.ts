import fc from 'fast-check';
import { Double, ObjectId } from 'bson';
import { compareValues } from '../src/bson/compare';
import { encode } from '../src/bson/codec';
import type { Doc, Value } from '../src/bson/value';
import { prepareQuery, rowsOf, type QuerySpec } from '../src/commands/query';
import { newDocument } from '../src/commands/documents';
import { Engine } from '../src/engine';
import { BREATH, Budget, compileSort } from '../src/language';
import { anyValue, scalarOrDoc } from './generators';
import { tempDir, type TempDir } from './support';

let dir: TempDir;
let engine: Engine;
let n = 0;

beforeAll(() => {
  dir = tempDir();
  engine = new Engine({ dataDir: dir.path });
});
afterAll(async () => {
  await engine.close();
  dir.remove();
});

const doc = (o: Record<string, Value>): Doc => new Map(Object.entries(o));
const env = () => ({ now: new Date(0), budget: new Budget({}) });

/** A collection with these documents and indexes. */
async function collection(documents: Doc[], keys: Doc[], options: Doc = new Map()): Promise<string> {
  const ns = `test.c${n++}`;
  await engine.committer.submit((store) => {
    const c = store.ensure(ns);
    for (const key of keys) {
      store.addIndex(c, new Map<string, Value>([['key', key], ['name', [...key.keys()].join()], ...options]));
    }
    for (const d of documents) {
      const made = newDocument(d);
      store.insert(c, made.key, made.bytes);
    }
  });
  return ns;
}

function run(spec: QuerySpec): { rows: Doc[]; kind: string | undefined; sorted: boolean } {
  const snapshot = engine.committer.snapshot();
  try {
    const q = prepareQuery(snapshot, env(), spec);
    const rows: Doc[] = [];
    for (const row of rowsOf(q)) if (row !== BREATH) rows.push(row.doc);
    return { rows, kind: q.plan?.kind, sorted: q.plan?.sorted ?? false };
  } finally {
    snapshot.release();
  }
}

const ids = (rows: Doc[]): string[] =>
  rows.map((r) => encode(new Map([['_id', r.get('_id')!]])).toString('hex')).sort();

const field = fc.constantFrom('a', 'b', 'a.x', 'b.a');
const scalarPredicate = fc.oneof(
  anyValue.map((v): Value => v),
  fc
    .tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'), anyValue)
    .map(([op, v]): Value => new Map([[op, v]])),
  fc.array(anyValue, { maxLength: 3 }).map((list): Value => new Map([['$in', list]])),
  fc.boolean().map((b): Value => new Map([['$exists', b]])),
  fc.tuple(anyValue, anyValue).map(
    ([a, b]): Value =>
      new Map([
        ['$gte', a],
        ['$lte', b],
      ]),
  ),
);
// Operators whose operand MongoDB refuses are not part of this law.
const clause = fc.tuple(field, scalarPredicate).map(([f, p]): Doc => new Map([[f, p]]));
const filters: fc.Arbitrary<Doc> = fc.oneof(
  clause,
  fc.tuple(clause, clause).map(([x, y]): Doc => new Map([...x, ...y])),
  fc.array(clause, { minLength: 1, maxLength: 3 }).map((list): Doc => new Map([['$or', list]])),
  fc.array(clause, { minLength: 1, maxLength: 2 }).map((list): Doc => new Map([['$and', list]])),
);
const value = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 3, arbitrary: anyValue },
);
const documents = fc
  .uniqueArray(
    fc.tuple(
      fc.integer({ min: 0, max: 1000 }),
      fc.option(value, { nil: undefined }),
      fc.option(value, { nil: undefined }),
    ),
    { selector: ([id]) => id, maxLength: 12 },
  )
  .map((list) =>
    list.map(([id, a, b]) => {
      const d: Doc = new Map<string, Value>([['_id', id]]);
      if (a !== undefined) d.set('a', a);
      if (b !== undefined) d.set('b', b);
      return d;
    }),
  );

describe('the planner', () => {
  const variants: [string, Doc[], Doc][] = [
    ['single', [doc({ a: 1 }), doc({ b: -1 })], new Map<string, Value>()],
    ['compound', [doc({ a: 1, b: -1 }), doc({ b: 1, a: 1 })], new Map<string, Value>()],
    ['dotted', [doc({ 'a.x': -1 }), doc({ 'b.a': 1, a: 1 })], new Map<string, Value>()],
    ['sparse', [doc({ a: 1 }), doc({ b: 1, a: -1 })], doc({ sparse: true })],
    [
      'partial',
      [doc({ a: 1 }), doc({ b: 1 })],
      doc({ partialFilterExpression: doc({ a: doc({ $gte: 1 }) }) }),
    ],
  ];
  test.each(variants)('finds with %s indexes what a full scan finds', async (_name, keys, options) => {
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.array(filters, { minLength: 1, maxLength: 8 }),
        async (docs, questions) => {
          let ns: string;
          try {
            ns = await collection(docs, keys, options);
          } catch (error) {
            // Two arrays side by side cannot be indexed.
            expect(error).toMatchObject({ code: 171 });
            return;
          }
          for (const filter of questions) {
            let full: Doc[];
            try {
              full = run({ ns, filter, hint: doc({ $natural: 1 }) }).rows;
            } catch (error) {
              expect(error).toMatchObject({ code: expect.any(Number) as number });
              continue;
            }
            expect(ids(run({ ns, filter }).rows)).toEqual(ids(full));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('sorts by an index as it sorts in memory, whatever the values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(scalarOrDoc, { maxLength: 15 }),
        fc.constantFrom<1 | -1>(1, -1),
        async (values, direction) => {
          const docs = values.map(
            (v, i) =>
              new Map<string, Value>([
                ['_id', i],
                ['a', v],
              ]),
          );
          const ns = await collection(docs, [doc({ a: 1, b: 1 })]);
          const { rows, sorted } = run({ ns, filter: new Map(), sort: doc({ a: direction }) });
          expect(sorted || docs.length === 0).toBe(true);
          expect(rows).toHaveLength(docs.length);
          const { compare } = compileSort(doc({ a: direction }), env());
          for (let i = 1; i < rows.length; i++)
            expect(compare(rows[i - 1]!, rows[i]!)).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('reads in order below one value of a list, and sorts in memory where what it sorts by is a list', async () => {
    const few = fc.integer({ min: 0, max: 3 });
    const maybeList = fc.oneof({ weight: 3, arbitrary: few }, fc.array(few, { maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(
        // Two lists side by side can't be indexed: in one document only one of the fields is.
        fc.array(
          fc.oneof(
            { weight: 4, arbitrary: fc.record<Record<string, Value>>({ a: maybeList, b: few }) },
            fc.record<Record<string, Value>>({ a: few, b: maybeList }),
          ),
          { maxLength: 15 },
        ),
        few,
        few,
        fc.constantFrom<1 | -1>(1, -1),
        async (fields, a, b, direction) => {
          const docs = fields.map((each, i) => doc({ _id: i, ...each }));
          const ns = await collection(docs, [doc({ a: 1, b: -1, _id: -1 })]);
          const sort = doc({ b: direction, _id: direction });
          for (const filter of [doc({ a }), doc({ a, b: doc({ $gte: b, $lte: b + 1 }) })]) {
            const { rows, sorted } = run({ ns, filter, sort });
            const full = run({ ns, filter, sort, hint: doc({ $natural: 1 }) });
            expect(rows.map((row) => row.get('_id'))).toEqual(full.rows.map((row) => row.get('_id')));
            expect(sorted).toBe(!fields.some((each) => Array.isArray(each['b'])));
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('uses an index for equality, range, $in, sort and prefixes, and says so', async () => {
    const docs = Array.from({ length: 50 }, (_, i) => doc({ _id: i, a: i % 10, b: i, c: 'x' }));
    const ns = await collection(docs, [doc({ a: 1, b: -1 })]);
    const kind = (filter: Doc, sort?: Doc) => {
      const { kind: found, sorted } = run({ ns, filter, sort });
      return `${found}${sorted ? '' : ' + sort'}`;
    };
    expect(kind(doc({ a: 3 }))).toBe('IXSCAN');
    expect(kind(doc({ a: doc({ $gt: 3 }) }))).toBe('IXSCAN');
    expect(kind(doc({ a: doc({ $in: [1, 2] }) }))).toBe('IXSCAN');
    expect(kind(doc({ a: 3 }), doc({ b: 1 }))).toBe('IXSCAN');
    expect(kind(doc({ a: 3 }), doc({ b: -1 }))).toBe('IXSCAN');
    expect(kind(new Map(), doc({ a: 1, b: -1 }))).toBe('IXSCAN');
    expect(kind(new Map(), doc({ a: 1, b: 1 }))).toBe('COLLSCAN + sort');
    expect(kind(doc({ b: 3 }))).toBe('COLLSCAN');
    expect(kind(doc({ _id: 3 }))).toBe('IDHACK');
    expect(kind(doc({ _id: doc({ $gt: 3 }) }), doc({ _id: -1 }))).toBe('IXSCAN');
    expect(kind(doc({ $or: [doc({ a: 1 }), doc({ a: 2, b: 2 })] }))).toBe('OR');
  });

  test('keeps keys that are too long for LMDB findable, and sorts them in memory', async () => {
    const long = 'y'.repeat(3000);
    const docs = ['c', 'a', 'b'].map((s, i) => doc({ _id: `${long}${i}`, a: long + s }));
    const ns = await collection(docs, [doc({ a: 1 })]);
    expect(run({ ns, filter: doc({ a: `${long}b` }) }).rows).toHaveLength(1);
    expect(run({ ns, filter: doc({ _id: `${long}1` }) }).rows).toHaveLength(1);
    const { rows } = run({ ns, filter: doc({ a: doc({ $gte: `${long}b` }) }), sort: doc({ a: -1 }) });
    expect(rows.map((r) => (r.get('a') as string).slice(-1))).toEqual(['c', 'b']);
    const byId = run({ ns, filter: new Map(), sort: doc({ _id: -1 }) }).rows;
    expect(byId.map((r) => (r.get('_id') as string).slice(-1))).toEqual(['2', '1', '0']);
  });

  test('reads ids of every kind back in order', async () => {
    const values: Value[] = [5, 'a', new ObjectId(), new Double(1.5), 7n, true, new Date(0)];
    const ns = await collection(
      values.map((v) => new Map([['_id', v]])),
      [],
    );
    const found = run({ ns, filter: new Map(), sort: doc({ _id: 1 }) }).rows.map((r) => r.get('_id')!);
    expect(found).toEqual([...values].sort(compareValues));
  });
});
