import { expectSurvived, surviveKills } from './survive-kills';

test('killed ten times under load: nothing lost, nothing twice, up again by itself', async () => {
  const survived = await surviveKills(10, 12_000);
  expectSurvived(survived, 12_000);
  expect(survived.restartsMs).toHaveLength(10);
}, 300_000);
