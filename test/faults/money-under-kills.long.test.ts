import { expectMoneySurvived, moneyUnderKills } from './money-under-kills';

test('5,000 orders, 200 withdrawals, a provider that times out, repeats and loses, ten kills: not one fen differs', async () => {
  const size = { orders: 5_000, kocs: 40, withdrawals: 5, kills: 10 };
  expectMoneySurvived(await moneyUnderKills(size), size);
}, 900_000);
