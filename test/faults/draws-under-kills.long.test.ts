import { drawUnderKills, expectDrawsSurvived } from './draws-under-kills';

test('200 people, 10 attempts each, killed five times: exactly 300 are given, nobody sees two results', async () => {
  const size = { people: 200, attempts: 10, kills: 5 };
  expectDrawsSurvived(await drawUnderKills(size), size);
}, 300_000);
