import { expectMoneySurvived, moneyUnderKills } from './money-under-kills';

test('orders and withdrawals while the server is killed: the audit is clean, and what was paid is what the provider billed', async () => {
  const size = { orders: 240, kocs: 8, withdrawals: 3, kills: 2, hurry: true };
  expectMoneySurvived(await moneyUnderKills(size), size);
}, 600_000);
