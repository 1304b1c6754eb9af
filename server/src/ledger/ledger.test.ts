import fc from 'fast-check';
import { type World, startWorld } from '../../../test/support/world';
import { asSystem, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { native } from '../kernel/store';
import { balancesOf, bookTotals } from './balances';
import { bookAccounts } from './book';
import { post } from './commands';
import { reverse } from './corrections';
import { hold, postHold, voidHold } from './holds';
import { Accounts, Days, Moves, Transactions } from './model';
import { rollUp } from './roll-up';
import { account, balanced, type PostRequest } from './rules';
import { auditLedger, isUntouched, signedAudit } from '.';

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const refusal = (code: string) => expect.objectContaining({ code }) as unknown;
const inTx = <T>(run: (tx: Tx) => Promise<T>): Promise<T> => asSystem('test', run);
const cause = { kind: 'test', id: 'test' };
const booked = (requests: readonly PostRequest[]) => inTx((tx) => post(tx, requests));
/** What the ledger itself finds: these tests book commission of no order, which the orders' own records know nothing of. */
const findings = async () =>
  (await auditLedger()).findings.filter(({ problem }) => problem !== 'domain_differs');
const newPerson = () => newId('psn');
const balance = async (name: string, at?: Date): Promise<number> => (await balancesOf([name], at)).get(name)!;

function give(personId: string, amount: number, more: Partial<PostRequest> = {}): PostRequest {
  return {
    key: newId('t'),
    unit: 'fen',
    from: account.commissionBudget,
    to: account.kocAvailable(personId),
    amount,
    at: world.clock.now(),
    reason: '测试',
    cause,
    ...more,
  };
}
const take = (personId: string, amount: number, more: Partial<PostRequest> = {}): PostRequest =>
  give(personId, amount, {
    from: account.kocAvailable(personId),
    to: account.commissionBudget,
    ...more,
  });

describe('posting', () => {
  test('many legs in one transaction balance or are refused as a bug', async () => {
    const [a, b] = [newPerson(), newPerson()];
    const legs = [
      { account: account.commissionBudget, amount: -100 },
      { account: account.kocPending(a), amount: 70 },
      { account: account.kocPending(b), amount: 30 },
    ];
    const base = { key: newId('t'), unit: 'fen', at: new Date(0), reason: '', cause } as const;
    await booked([{ ...base, legs }]);
    expect(await balance(account.kocPending(a))).toBe(70);
    expect(await balance(account.kocPending(b))).toBe(30);
    for (const wrong of [
      legs.slice(0, 2),
      [...legs, legs[0]!],
      [
        { account: account.pointsIssued, amount: -1 },
        { account: account.kocPending(a), amount: 1 },
      ],
      [
        { account: account.commissionBudget, amount: 0.5 },
        { account: account.kocPending(a), amount: -0.5 },
      ],
    ])
      expect(() => balanced({ ...base, legs: wrong }, new Date(0))).toThrow(RangeError);
  });

  test('a key is booked once; with another input it is refused, even within one call', async () => {
    const who = newPerson();
    const one = give(who, 5);
    await booked([one, one]);
    await booked([one]);
    expect(await balance(account.kocAvailable(who))).toBe(5);
    const other = { ...one, amount: 6 };
    await expect(booked([other])).rejects.toEqual(refusal('key_used_differently'));
    const twin = give(who, 1);
    await expect(booked([twin, { ...twin, amount: 2 }])).rejects.toEqual(refusal('key_used_differently'));
  });

  test('nothing falls below zero but by a clawback, and later earnings repay it', async () => {
    const who = newPerson();
    await booked([give(who, 10)]);
    await expect(booked([take(who, 11)])).rejects.toEqual(refusal('balance_too_low'));
    expect(await balance(account.kocAvailable(who))).toBe(10);
    await booked([take(who, 25, { clawback: true })]);
    expect(await balance(account.kocAvailable(who))).toBe(-15);
    await booked([give(who, 12)]);
    await expect(booked([take(who, 1)])).rejects.toEqual(refusal('balance_too_low'));
    await booked([give(who, 4)]);
    await booked([take(who, 1)]);
    expect(await balance(account.kocAvailable(who))).toBe(0);
  });

  test('two who spend the same balance at once: one of them is refused', async () => {
    const who = newPerson();
    await booked([give(who, 10)]);
    const outcomes = await Promise.allSettled([booked([take(who, 7)]), booked([take(who, 7)])]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await balance(account.kocAvailable(who))).toBe(3);
  });
});

describe('holds and reversals', () => {
  const held = (personId: string, amount: number) => ({
    key: newId('h'),
    unit: 'fen' as const,
    from: account.kocAvailable(personId),
    via: account.payoutClearing,
    to: account.kocPaid(personId),
    amount,
    reason: '提现',
    cause,
  });

  test('a hold leaves at once, ends once, one way', async () => {
    const who = newPerson();
    await booked([give(who, 100)]);
    const first = held(who, 60);
    await inTx((tx) => hold(tx, first));
    await inTx((tx) => hold(tx, first));
    await expect(inTx((tx) => hold(tx, { ...first, amount: 1 }))).rejects.toEqual(
      refusal('key_used_differently'),
    );
    expect(await balance(account.kocAvailable(who))).toBe(40);
    await expect(inTx((tx) => hold(tx, held(who, 41)))).rejects.toEqual(refusal('balance_too_low'));
    await inTx((tx) => postHold(tx, first.key, '到账'));
    await inTx((tx) => postHold(tx, first.key, '到账'));
    await expect(inTx((tx) => voidHold(tx, first.key, '失败'))).rejects.toEqual(refusal('state_forbids'));
    expect(await balance(account.kocPaid(who))).toBe(60);
    const second = held(who, 40);
    await inTx((tx) => hold(tx, second));
    await inTx((tx) => voidHold(tx, second.key, '失败'));
    expect(await balance(account.kocAvailable(who))).toBe(40);
    expect(await balance(account.payoutClearing)).toBe(0);
    await expect(inTx((tx) => postHold(tx, 'nobody', ''))).rejects.toEqual(refusal('not_found'));
  });

  test('a reversal is a new transaction, once; the old one stays as it was', async () => {
    const who = newPerson();
    const one = give(who, 9);
    await booked([one]);
    const before = await native(Transactions).findOne({ _id: one.key });
    await inTx((tx) => reverse(tx, { id: one.key, reason: '记错了' }));
    expect(await native(Transactions).findOne({ _id: one.key })).toEqual(before);
    expect(await balance(account.kocAvailable(who))).toBe(0);
    await expect(inTx((tx) => reverse(tx, { id: one.key, reason: '' }))).rejects.toEqual(
      refusal('already_reversed'),
    );
  });

  test('staff give points by hand and take it back; what domains booked is not theirs to undo', async () => {
    const personId = newPerson();
    const made = (await world.admin
      .post('/api/ledger/adjustments')
      .send({ personId, points: 20, reason: '补发打卡' })
      .expect(200)) as { body: { id: string } };
    expect(await balance(account.memberPoints(personId))).toBe(20);
    const again = { personId, points: 3, reason: '答复丢了，又点了一次', requestKey: 'once-and-again' };
    for (let pressed = 0; pressed < 2; pressed += 1)
      await world.admin.post('/api/ledger/adjustments').send(again).expect(200);
    await world.admin
      .post('/api/ledger/adjustments')
      .send({ ...again, points: 30 })
      .expect(409);
    expect(await balance(account.memberPoints(personId))).toBe(23);
    await world.admin
      .post('/api/ledger/adjustments')
      .send({ ...again, points: -3, requestKey: 'and-back-again' })
      .expect(200);
    await world.admin
      .post('/api/ledger/adjustments')
      .send({ personId, points: -21, reason: '多了' })
      .expect(422);
    const undo = (id: string) =>
      world.admin
        .post(`/api/ledger/transactions/${encodeURIComponent(id)}/reverse`)
        .send({ reason: '给错人' });
    await undo(made.body.id).expect(200);
    await undo(made.body.id).expect(409);
    expect(await balance(account.memberPoints(personId))).toBe(0);
    const foreign = give(personId, 1);
    await booked([foreign]);
    const { body } = (await undo(foreign.key).expect(422)) as { body: { error: { code: string } } };
    expect(body.error.code).toBe('not_reversible');
  });
});

describe('balances', () => {
  test('at every moment they are the sum of entries, folded or not, guarded or derived', async () => {
    const people = [newPerson(), newPerson(), newPerson()];
    const names = [account.commissionBudget, ...people.map((id) => account.kocAvailable(id))];
    const start = new Map((await balancesOf(names)).entries());
    const seen: { at: Date; balances: Map<string, number> }[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            who: fc.nat(2),
            amount: fc.integer({ min: 1, max: 500 }),
            hours: fc.nat(30),
            fold: fc.boolean(),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (steps) => {
          for (const { who, amount, hours, fold } of steps) {
            world.clock.advance(hours * 3_600_000 + 1);
            await booked([give(people[who]!, amount)]);
            const name = account.kocAvailable(people[who]!);
            start.set(name, start.get(name)! + amount);
            start.set(names[0]!, start.get(names[0]!)! - amount);
            if (fold) await rollUp();
            seen.push({ at: world.clock.now(), balances: new Map(start) });
          }
          expect(await balancesOf(names)).toEqual(start);
          for (const { at, balances } of seen.slice(-5))
            expect(await balancesOf(names, at)).toEqual(balances);
        },
      ),
      { numRuns: 8 },
    );
    await rollUp();
    expect(await native(Moves).countDocuments({})).toBe(0);
    expect(await findings()).toEqual([]);
  });

  test('a number of the summary is the sum of the accounts it leads to, page by page', async () => {
    const [a, b] = [newPerson(), newPerson()];
    await booked([give(a, 30), give(b, 12)]);
    const book = 'fen:koc:*:available';
    const found = new Map<string, number>();
    let cursor: string | undefined;
    do {
      const page = await bookAccounts({ book, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      for (const { account: name, balance: holds } of page.items) found.set(name, holds);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(found.get(account.kocAvailable(a))).toBe(30);
    expect([...found.values()].reduce((sum, holds) => sum + holds, 0)).toBe(
      (await bookTotals()).get(book)!.amount,
    );
  });

  test('a statement shows each entry with the balance after it, page by page', async () => {
    // Weeks have passed since the administrator signed in.
    await world.signInAgain();
    const who = newPerson();
    const name = account.kocAvailable(who);
    // All at one moment: the order of the statement must still hold together.
    for (const amount of [1, 2, 3, 4, 5]) await booked([give(who, amount)]);
    const lines: { amount: number; balanceAfter: number }[] = [];
    let cursor: string | undefined;
    do {
      const { body } = (await world.admin
        .get('/api/ledger/statement')
        .query({ account: name, limit: 2, ...(cursor ? { cursor } : {}) })
        .expect(200)) as { body: { items: typeof lines; balance: number; nextCursor?: string } };
      expect(body.balance).toBe(15);
      lines.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor);
    expect(lines).toHaveLength(5);
    let left = 15;
    for (const line of lines) {
      expect(line.balanceAfter).toBe(left);
      left -= line.amount;
    }
    expect(left).toBe(0);
  });
});

describe('the audit', () => {
  const problems = async () => (await findings()).map(({ problem }) => problem);

  test('is clean, signed, and one changed character breaks the signature', async () => {
    const signed = await signedAudit();
    // Booked above, and in no order: the domains that answer for it say so, by name.
    expect(signed.report.findings.length).toBeGreaterThan(0);
    for (const { problem, by } of signed.report.findings)
      expect(`${problem} ${by}`).toMatch(/^domain_differs (commission|payouts)$/);
    expect(signed.report.entries).toBeGreaterThan(10);
    expect(isUntouched(JSON.parse(JSON.stringify(signed)) as typeof signed)).toBe(true);
    const changed = { ...signed, report: { ...signed.report, entries: signed.report.entries + 1 } };
    expect(isUntouched(changed)).toBe(false);
  });

  test('finds one fen anywhere: in a guard, in a book, in an entry', async () => {
    const who = newPerson();
    await booked([give(who, 100)]);
    await rollUp();
    const _id = account.kocAvailable(who);
    await native(Accounts).updateOne({ _id }, { $inc: { balance: 1 } });
    expect(await problems()).toEqual(['guard_differs']);
    await native(Accounts).updateOne({ _id }, { $inc: { balance: -1 } });
    const day = (await native(Days).findOne({ book: account.commissionBudget }))!;
    await native(Days).updateOne({ _id: day._id }, { $inc: { amount: 1 } });
    expect(await problems()).toEqual(['book_differs']);
    await native(Days).updateOne({ _id: day._id }, { $inc: { amount: -1 } });
    const row = (await native(Transactions).findOne({ 'postings.account': _id }))!;
    const postings = row.postings.map((leg) => (leg.account === _id ? { ...leg, amount: 101 } : leg));
    await native(Transactions).updateOne({ _id: row._id }, { $set: { postings } });
    expect(await problems()).toEqual(['unbalanced', 'guard_differs', 'book_differs']);
    await native(Transactions).updateOne({ _id: row._id }, { $set: { postings: row.postings } });
    expect(await problems()).toEqual([]);
  });

  test('books of an earlier version are summed from the beginning', async () => {
    const before = await balance(account.commissionBudget);
    await native(Days).deleteMany({});
    await booked([give(newPerson(), 3)]);
    await rollUp();
    expect(await balance(account.commissionBudget)).toBe(before - 3);
    expect(await problems()).toEqual([]);
  });
});
