import { buildEntry, killRounds } from './kill';

test('fifty rounds of SIGKILL lose nothing that was acknowledged and leave no half transaction', async () => {
  const { entry, remove } = await buildEntry();
  try {
    const done = await killRounds(entry, 50, () => 50 + Math.floor(Math.random() * 400));
    expect(done.acknowledged).toBeGreaterThanOrEqual(2_500);
  } finally {
    remove();
  }
}, 1_200_000);
