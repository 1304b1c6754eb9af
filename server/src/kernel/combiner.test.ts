import { fc, test } from '@fast-check/jest';
import { Combiner } from './combiner';

const doubling = (options: {
  maxBatch: number;
  concurrency: number;
  batches?: number[][];
  keys?: string[];
}) =>
  new Combiner<number, number>({
    name: 'test',
    gatherMs: 1,
    maxQueued: 100,
    maxBatch: options.maxBatch,
    concurrency: options.concurrency,
    run: (key, batch) => {
      options.keys?.push(key);
      options.batches?.push([...batch]);
      return Promise.resolve(batch.map((n) => n * 2));
    },
  });

describe('the combiner', () => {
  test.prop([
    fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer()), { maxLength: 60 }),
    fc.integer({ min: 1, max: 7 }),
  ])(
    'answers every request with its own answer, in batches no larger than allowed, each key in order',
    async (requests, maxBatch) => {
      const batches: number[][] = [];
      const keys: string[] = [];
      const combiner = doubling({ maxBatch, concurrency: 2, batches, keys });
      const answers = await Promise.all(requests.map(([key, n]) => combiner.add(key, n)));
      expect(answers).toEqual(requests.map(([, n]) => n * 2));
      for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(maxBatch);
      for (const key of ['a', 'b', 'c']) {
        const seen = batches.filter((_, i) => keys[i] === key).flat();
        expect(seen).toEqual(requests.filter(([k]) => k === key).map(([, n]) => n));
      }
    },
  );

  test('never runs two batches of one key at once', async () => {
    let running = 0;
    let most = 0;
    const combiner = new Combiner<number, number>({
      name: 'test',
      gatherMs: 0,
      maxQueued: 100,
      maxBatch: 1,
      concurrency: 8,
      run: async (_key, batch) => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return batch;
      },
    });
    await Promise.all(Array.from({ length: 10 }, (_, i) => combiner.add('one', i)));
    expect(most).toBe(1);
  });

  test('a batch that fails rejects its own requests and no others', async () => {
    const combiner = new Combiner<number, number>({
      name: 'test',
      gatherMs: 0,
      maxQueued: 100,
      maxBatch: 1,
      concurrency: 1,
      run: (_key, batch) => (batch[0] === 2 ? Promise.reject(new Error('two')) : Promise.resolve(batch)),
    });
    const results = await Promise.allSettled([1, 2, 3].map((n) => combiner.add('k', n)));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('refuses by name when its queue is full', () => {
    const combiner = doubling({ maxBatch: 10, concurrency: 1 });
    expect(() => combiner.assertRoomFor(101)).toThrow(
      expect.objectContaining({ code: 'queue_full' }) as Error,
    );
  });

  test('calm waits until little is left, or its time is up', async () => {
    let finish: () => void = () => undefined;
    const combiner = new Combiner<number, number>({
      name: 'test',
      gatherMs: 0,
      maxQueued: 100,
      maxBatch: 1,
      concurrency: 1,
      run: (_key, batch) => new Promise((resolve) => (finish = () => resolve(batch))),
    });
    const all = [1, 2, 3].map((n) => combiner.add('k', n));
    await combiner.calm(1, 5);
    expect(combiner.waiting).toBeGreaterThan(0);
    const calm = combiner.calm(1, 60_000);
    for (const each of all) {
      await new Promise((resolve) => setImmediate(resolve));
      finish();
      await each;
    }
    await calm;
    expect(combiner.waiting).toBe(0);
  });
});
