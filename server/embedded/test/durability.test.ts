import { buildEntry, killRounds } from './kill';

test('three rounds of SIGKILL lose nothing that was acknowledged and leave no half transaction', async () => {
  const { entry, remove } = await buildEntry();
  try {
    const done = await killRounds(entry, 3, () => 150);
    expect(done.acknowledged).toBeGreaterThanOrEqual(450);
    expect(done.transfers).toBeGreaterThan(0);
  } finally {
    remove();
  }
}, 120_000);
