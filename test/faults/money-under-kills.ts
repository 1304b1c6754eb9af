import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { sendOrders } from '../../server/scripts/bench-orders/load';
import { readConfig } from '../../server/src/config';
import { OutboxRows } from '../../server/src/kernel/outbox-rows';
import { connectStore, disconnectStore, native } from '../../server/src/kernel/store';
import { account, balancesOf, isUntouched, type SignedReport } from '../../server/src/ledger';
import { Accounts } from '../../server/src/ledger/model';
import { Orders, Quarantine } from '../../server/src/orders/model';
import { Withdrawals } from '../../server/src/payouts/model';
import { type FakeWeChatPay, startFakeWeChatPay } from '../support/fake-wechat-pay';
import { payEnv } from '../support/pay-env';
import { startServerProcess } from '../support/server-process';
import { ADMIN_PASSWORD, type Brand, type Earner, makeBrand } from './money/brand';
import { chanceOf, FATED, keptBy } from './money/orders';
import { call } from './survive-kills';

const PER_CALL = 40;
const SHOPS = 3;

/** How large a run is. */
export interface MoneySize {
  readonly orders: number;
  readonly kocs: number;
  /** Of each KOC. */
  readonly withdrawals: number;
  readonly kills: number;
  /** Finance presses “ask now” at the end instead of waiting for the server to ask by itself. */
  readonly hurry?: boolean;
}

/** Exit code of the audit, what it found, and whether its report is as it was signed. */
interface Audited {
  code: number;
  findings: readonly unknown[];
  signed: boolean;
}

/** What a run came to; read from the database, the provider's bill and `npm run audit` at the end. */
export interface MoneySurvived {
  restarts: number;
  audit: Audited;
  /** The same once one fen was changed in the database behind our back. */
  oneFenOff: Audited;
  orders: number;
  quarantined: number;
  unreacted: number;
  /** Withdrawals that are neither paid nor failed; bills of none of ours; people whose purse differs from our books. */
  unsettled: unknown[];
  strangers: string[];
  purses: unknown[];
  /** KOCs who keep something else than the orders say. */
  kept: unknown[];
  /** KOCs who owe, other than those whose orders were all refunded after they were paid. */
  owing: number[];
  withdrawals: number;
  oursFen: number;
  billFen: number;
  /** How often which mishap happened, so that a run without any is seen. */
  mishaps: Record<string, number>;
}

/** One in ten requests gets no answer in time, in half of them the transfer was taken all the same. */
function misbehave(pay: FakeWeChatPay): Record<string, number> {
  const seen: Record<string, number> = {};
  const tries = new Map<string, number>();
  const count = <T extends string>(kind: T): T => {
    seen[kind] = (seen[kind] ?? 0) + 1;
    return kind;
  };
  pay.mishaps((billNo) => {
    const n = (tries.get(billNo) ?? 0) + 1;
    tries.set(billNo, n);
    const chance = chanceOf(`${billNo}/try ${n}`);
    return chance < 0.05 ? count('answer_lost') : chance < 0.1 ? count('silent') : undefined;
  });
  pay.deliveries((billNo) => {
    const chance = chanceOf(`${billNo}/callback`);
    return chance < 0.05 ? count('twice') : chance < 0.1 ? count('lost') : 'once';
  });
  return seen;
}

/**
 * A shop tells its orders, KOCs ask for their money, finance approves, people confirm on their phones and the
 * provider misbehaves, all at once, while the server is killed so many times and started again on the same folder.
 * Whoever got no answer asks again with the same words.
 */
export async function moneyUnderKills(size: MoneySize): Promise<MoneySurvived> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'kouyi-money-'));
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'off' });
  const pay = await startFakeWeChatPay();
  const brand = await makeBrand(config, size);
  const mishaps = misbehave(pay);
  const env = { WECHAT_APPID: pay.account('').appId, ...(await payEnv(pay, dataDir)) };
  const start = () => startServerProcess(dataDir, env);
  let server = await start();
  let up = Promise.resolve(server.url);
  let done = false;
  try {
    /** Until it is answered; a server that fails without having been killed is a failure. */
    const ask = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
      for (;;) {
        const mine = up;
        try {
          return await work(await mine);
        } catch (error) {
          if (up === mine) throw error;
        }
      }
    };
    const shop = openShop(brand, ask);
    const finance = financeOf(ask, size.hurry === true);
    const people = tapping(pay, () => done);
    const approving = finance.approveUntil(() => done);
    const phones = Promise.all(brand.earners.map((earner) => withdraw(earner, size.withdrawals, ask))).then(
      () => shop.tellAfterwards(),
    );
    const telling = shop.tell();
    let restarts = 0;
    for (; restarts < size.kills; restarts += 1) {
      // At any moment: after so much more was told, in the middle of whatever is going on then.
      await shop.told(((restarts + Math.random()) * shop.lines) / (size.kills + 1));
      await after(Math.random() * 200);
      const whom = restarts % 2 === 0 ? 'both' : 'server';
      up = server.kill(whom).then(async () => {
        server = await start();
        return server.url;
      });
      await up;
    }
    await Promise.all([telling, phones]);
    await connectStore(await readFile(path.join(dataDir, 'db-address'), 'utf8'), config.MONGODB_DB);
    try {
      await quiet(brand.earners.length * size.withdrawals, finance.look);
      done = true;
      await Promise.all([people, approving]);
      const audit = await runAudit(dataDir);
      const survived = await compare(brand, pay);
      const _id = account.kocPaid(brand.earners[0]!.personId);
      await native(Accounts).updateOne({ _id }, { $inc: { balance: 1 } });
      return { ...survived, audit, oneFenOff: await runAudit(dataDir), restarts, mishaps };
    } finally {
      await disconnectStore();
    }
  } finally {
    done = true;
    await server.stop();
    await pay.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Ask = <T>(work: (url: string) => Promise<T>) => Promise<T>;

/** The shop's line of what is still to be told: shuffled, a tenth of it twice. */
function openShop({ orders, shop }: Brand, ask: Ask) {
  const lines = orders
    .flatMap(({ payment, later, early }) => [...(early ? [] : [payment]), ...later])
    .flatMap((line, i) => (i % 10 === 0 ? [line, line] : [line]))
    .map((line, i) => ({ line, at: chanceOf(`line ${i}`) }))
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line);
  const waiting = [...lines];
  let answered = 0;
  let listeners: { until: number; reached: () => void }[] = [];
  const heard = (count: number): void => {
    answered += count;
    listeners = listeners.filter(({ until, reached }) => {
      if (answered < until) return true;
      reached();
      return false;
    });
  };
  const send = async (): Promise<void> => {
    for (let batch = waiting.splice(0, PER_CALL); batch.length > 0; batch = waiting.splice(0, PER_CALL)) {
      const mine = batch;
      const { quarantined } = await ask((url) => sendOrders(url, shop, mine));
      if (quarantined > 0) throw new Error('a line was put aside');
      heard(mine.length);
    }
  };
  return {
    lines: lines.length,
    tell: () => Promise.all(Array.from({ length: SHOPS }, send)),
    tellAfterwards: () => {
      waiting.push(...orders.flatMap(({ afterwards }) => afterwards));
      return send();
    },
    /** Resolves when so many lines were taken. */
    told: (until: number): Promise<void> =>
      answered >= until ? Promise.resolve() : new Promise((reached) => listeners.push({ until, reached })),
  };
}

/** A phone asks for a tenth of what was there at first, several times. */
async function withdraw({ availableFen, token }: Earner, times: number, ask: Ask): Promise<void> {
  for (let n = 0; n < times; n += 1)
    await ask((url) =>
      call(`${url}/api/member/withdrawals`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        json: { amountFen: Math.floor(availableFen / 10) - n, requestKey: `withdraw-${n}` },
      }),
    );
}

/** A person in finance, who signs in once. */
function financeOf(ask: Ask, hurried: boolean) {
  let cookie: string | undefined;
  const signIn = (url: string) =>
    fetch(`${url}/api/staff/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'admin', password: ADMIN_PASSWORD }),
    }).then((answer) => answer.headers.get('set-cookie')!.split(';')[0]!);
  const post = (route: string, json: unknown) =>
    ask(async (url) =>
      call(`${url}${route}`, { method: 'POST', headers: { cookie: (cookie ??= await signIn(url)) }, json }),
    );
  const idsIn = (state: string) =>
    ask(async (url) => {
      const answer = await fetch(`${url}/api/payouts?state=${state}&limit=50`, {
        headers: { cookie: (cookie ??= await signIn(url)) },
      });
      return ((await answer.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
    });
  return {
    approveUntil: async (over: () => boolean): Promise<void> => {
      while (!over()) {
        const ids = await idsIn('requested');
        if (ids.length > 0) await post('/api/payouts/approve', { ids, password: ADMIN_PASSWORD });
        else await after(300);
      }
    },
    look: async (): Promise<void> => {
      if (!hurried) return;
      for (const state of ['sending', 'waiting_confirm'])
        for (const id of await idsIn(state)) await post(`/api/payouts/${id}/look`, {});
    },
  };
}

/** People tap “confirm” as soon as the provider shows them the transfer; one in ten lets it run out. */
async function tapping(pay: FakeWeChatPay, over: () => boolean): Promise<void> {
  while (!over()) {
    const waits = [...pay.bills.values()].filter(({ state }) => state === 'WAIT_USER_CONFIRM');
    for (const { out_bill_no: billNo } of waits)
      await (chanceOf(`${billNo}/tap`) < 0.1 ? pay.fail(billNo, 'OVERDUE_CLOSE') : pay.confirm(billNo));
    await after(100);
  }
}

const ENDED = ['paid', 'failed'] as const;

/** Until every withdrawal has ended and everything that follows from orders is done. */
async function quiet(withdrawals: number, look: () => Promise<void>, seconds = 300): Promise<void> {
  for (let i = 0; i < seconds; i += 1) {
    const ended = await native(Withdrawals).countDocuments({ state: { $in: [...ENDED] } });
    const pending = await native(OutboxRows).countDocuments({ pending: true });
    if (ended === withdrawals && pending === 0) return;
    await look();
    await after(1_000);
  }
  throw new Error('the server did not come to rest');
}

/** `npm run audit` beside the running server, as finance runs it. */
const runAudit = (dataDir: string): Promise<Audited> =>
  new Promise((resolve, reject) =>
    execFile(
      process.execPath,
      ['server/dist/audit.js'],
      {
        cwd: path.join(__dirname, '../..'),
        env: { PATH: process.env['PATH'], DATA_DIR: dataDir, LOG_LEVEL: 'error' },
        maxBuffer: 2 ** 26,
      },
      (error, stdout, stderr) => {
        const code = error ? Number(error.code) : 0;
        if (code > 1) return reject(new Error(stderr));
        const signed = JSON.parse(stdout) as SignedReport;
        resolve({ code, findings: signed.report.findings, signed: isUntouched(signed) });
      },
    ),
  );

async function compare({ earners, orders }: Brand, pay: FakeWeChatPay) {
  const rows = await native(Withdrawals).find({}).toArray();
  const ours = new Map(rows.map((row) => [row.billNo, row]));
  const bills = [...pay.bills.values()];
  const names = earners.flatMap(({ personId }) => [
    account.kocPending(personId),
    account.kocAvailable(personId),
    account.kocPaid(personId),
  ]);
  const balances = await balancesOf(names);
  const of = (name: string): number => balances.get(name)!;
  const due = keptBy(orders, earners.length);
  return {
    orders: await native(Orders).countDocuments({ payment: { $exists: true } }),
    quarantined: await native(Quarantine).countDocuments({}),
    unreacted: await native(OutboxRows).countDocuments({ $or: [{ pending: true }, { parked: true }] }),
    unsettled: rows.filter(({ billNo, state }) =>
      state === 'paid'
        ? pay.bills.get(billNo)?.state !== 'SUCCESS'
        : state !== 'failed' || pay.bills.get(billNo)?.state !== 'FAIL',
    ),
    strangers: bills
      .filter((bill) => ours.get(bill.out_bill_no)?.amountFen !== bill.transfer_amount)
      .map((bill) => bill.out_bill_no),
    purses: earners.flatMap(({ openid, personId }) => {
      const theirs = bills
        .filter((bill) => bill.openid === openid && bill.state === 'SUCCESS')
        .reduce((sum, bill) => sum + bill.transfer_amount, 0);
      const paid = of(account.kocPaid(personId));
      return theirs === paid ? [] : [{ personId, theirs, paid }];
    }),
    kept: earners.flatMap(({ personId }, i) => {
      const held = of(account.kocPending(personId)) + of(account.kocAvailable(personId));
      const kept = held + of(account.kocPaid(personId));
      return kept === due[i] ? [] : [{ koc: i, kept, due: due[i] }];
    }),
    owing: earners.flatMap(({ personId }, i) => (of(account.kocAvailable(personId)) < 0 ? [i] : [])),
    withdrawals: rows.length,
    oursFen: earners.reduce((sum, { personId }) => sum + of(account.kocPaid(personId)), 0),
    billFen: pay.paidFen(),
  };
}

/** What every run must come to. */
export function expectMoneySurvived(survived: MoneySurvived, size: MoneySize): void {
  const { oursFen, billFen, mishaps, ...rest } = survived;
  expect(rest).toEqual({
    restarts: size.kills,
    audit: { code: 0, findings: [], signed: true },
    oneFenOff: {
      code: 1,
      findings: [expect.objectContaining({ problem: 'guard_differs' })],
      signed: true,
    },
    orders: size.orders,
    quarantined: 0,
    unreacted: 0,
    unsettled: [],
    strangers: [],
    purses: [],
    kept: [],
    // Their orders were refunded after the money had left: only so may a balance fall below zero.
    owing: Array.from({ length: FATED }, (_, i) => i),
    withdrawals: size.kocs * size.withdrawals,
  });
  expect(oursFen).toBe(billFen);
  expect(billFen).toBeGreaterThan(0);
  expect(Object.keys(mishaps).length).toBeGreaterThan(0);
}
