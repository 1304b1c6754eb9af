import { drawUnderKills, expectDrawsSurvived } from './draws-under-kills';

test('drawing while the server is killed: exactly the stock is given, nobody sees two results', async () => {
  const size = { people: 60, attempts: 6, kills: 2 };
  expectDrawsSurvived(await drawUnderKills(size), size);
}, 600_000);
