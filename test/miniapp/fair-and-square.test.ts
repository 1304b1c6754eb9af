/** @jest-environment node */
import fc from 'fast-check';
import sharp from 'sharp';
import { encode } from 'uqr';
import { pngOf } from '../../miniapp/src/cards/qr-png';
import { checkCommitment, checkDraw, checkNumbers } from '../../miniapp/src/draw/verify/check';
import { FakeRound } from './support/boxes';

const hex64 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const mySeed = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

/** A closed round of some draws. */
const roundOf = (seed: string, clientSeed: string, draws: number): FakeRound => {
  const round = new FakeRound(seed);
  round.clientSeed = clientSeed;
  for (let i = 0; i < draws; i += 1) round.open();
  round.closed = true;
  return round;
};

test('the phone finds every draw of the server right, for any seeds', () => {
  fc.assert(
    fc.property(hex64, mySeed, fc.integer({ min: 1, max: 30 }), (seed, clientSeed, draws) => {
      const { fairness } = roundOf(seed, clientSeed, draws);
      expect(checkCommitment(fairness)).toEqual({ state: 'right' });
      expect(checkNumbers(fairness)).toEqual({ state: 'right' });
      for (const draw of fairness.mine) expect(checkDraw(fairness, draw)).toEqual({ state: 'right' });
    }),
    { numRuns: 60 },
  );
});

test('whatever is changed afterwards, the phone finds it', () => {
  fc.assert(
    fc.property(hex64, mySeed, fc.integer({ min: 0, max: 9 }), hex64, (seed, clientSeed, which, other) => {
      const { fairness } = roundOf(seed, clientSeed, 10);
      const draw = fairness.mine[which]!;
      for (const id of ['cream', 'points', 'none'].filter((one) => one !== draw.prize.id))
        expect(checkDraw(fairness, { ...draw, prize: { ...draw.prize, id } }).state).toBe('wrong');
      fc.pre(other !== seed);
      expect(checkCommitment({ ...fairness, round: { ...fairness.round, serverSeed: other } }).state).toBe(
        'wrong',
      );
      const poolText = fairness.round.poolText.replace('cream 1 ', 'cream 2 ');
      expect(checkCommitment({ ...fairness, round: { ...fairness.round, poolText } }).state).toBe('wrong');
      const rows = fairness.odds[0]!.rows.map((row) =>
        row.prizeId === 'none' ? { ...row, weight: 79 } : row,
      );
      expect(checkDraw({ ...fairness, odds: [{ ...fairness.odds[0]!, rows }] }, draw).state).toBe('wrong');
    }),
    { numRuns: 40 },
  );
});

test('a code to be scanned is drawn square by square as it was computed', async () => {
  const { data, size } = encode('https://shop.example.com/console/redeem?code=48217730', {
    ecc: 'M',
    border: 4,
  });
  const scale = 8;
  const address = pngOf(data, scale);
  const { data: pixels, info } = await sharp(Buffer.from(address.split(',')[1]!, 'base64'))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([size * scale, size * scale]);
  for (const [y, row] of data.entries())
    for (const [x, black] of row.entries()) {
      const middle = (y * scale + scale / 2) * info.width + x * scale + scale / 2;
      expect(pixels[middle * info.channels]).toBe(black ? 0 : 255);
    }
});
