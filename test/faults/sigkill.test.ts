import { expectSurvived, surviveKills } from './survive-kills';

test('killed twice under load: nothing lost, nothing twice, up again by itself', async () => {
  const survived = await surviveKills(2, 1_200);
  expectSurvived(survived, 1_200);
  expect(survived.restartsMs).toHaveLength(2);
}, 600_000);
