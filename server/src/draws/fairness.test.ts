import { readFileSync } from 'node:fs';
import path from 'node:path';
import { commitmentOf, drawBytes, drawnPrize, poolText, ticketOf } from '@kouyi/shared/rules/draw';

test('the worked example of FAIRNESS.md is what the server computes', () => {
  const page = readFileSync(path.join(__dirname, 'FAIRNESS.md'), 'utf8');
  const serverSeed = /Server seed, revealed: `([0-9a-f]{64})`/.exec(page)![1]!;
  const text = /```\n(kouyi-pool-1\n[^`]+)\n```/.exec(page)![1]!;
  const pool = poolText({
    prizes: [
      { id: 'star', weight: 1, stock: 10, win: true },
      { id: 'cup', weight: 9, stock: 50, win: true },
      { id: 'none', weight: 90, win: false },
    ],
    fallbackPrizeId: 'none',
    guarantee: { afterDraws: 10, prizeId: 'cup', reserved: 30 },
  });
  expect(text).toBe(pool);
  expect(page).toContain(
    `Commitment: \`${commitmentOf({ serverSeed, roundId: 'rnd_example0000000000', poolText: pool })}\``,
  );
  const entries = [
    { prizeId: 'star', weight: 1 },
    { prizeId: 'cup', weight: 9 },
    { prizeId: 'none', weight: 90 },
  ];
  for (const nonce of [1, 2, 3, 4, 5]) {
    const input = { clientSeed: 'lucky-koi', nonce };
    const first = Buffer.from(drawBytes(serverSeed, input)).subarray(0, 4);
    const row = [
      nonce,
      `\`${first.toString('hex')}\``,
      first.readUInt32BE(0),
      ticketOf(serverSeed, input, 100),
      drawnPrize(serverSeed, input, entries),
    ];
    expect(page).toContain(`| ${row.join(' | ')} |`);
  }
});
