import { buildEntry, killRounds } from './kill';

test('fifty rounds of SIGKILL lose nothing that was acknowledged and leave no half transaction', async () => {
  const { entry, remove } = await buildEntry();
  try {
    const done = await killRounds(entry, 50, () => 200 + Math.floor(Math.random() * 800));
    expect(done.acknowledged).toBeGreaterThan(1_000);
  } finally {
    remove();
  }
}, 1_200_000);
