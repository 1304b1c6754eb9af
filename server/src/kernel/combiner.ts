import { metrics } from './metrics';
import { refusals } from './refusals';

const refuse = refusals({
  queue_full: {
    zh: '消息太多，正在排队。请 {seconds} 秒后重发，重发不会重复计数。',
    en: 'queue full',
    status: 503,
  },
});

interface Waiting<Req, Res> {
  readonly request: Req;
  readonly resolve: (value: Res) => void;
  readonly reject: (error: unknown) => void;
}

/** How a combiner gathers. */
export interface CombinerOptions<Req, Res> {
  readonly name: string;
  /** A batch holds at most this many requests. */
  readonly maxBatch: number;
  /** How long the first request of a batch waits for company when nothing else is going on. */
  readonly gatherMs: number;
  /** Batches that may run at once, over all keys; one key never runs two. */
  readonly concurrency: number;
  /** Requests waiting before `add` refuses with `queue_full`. */
  readonly maxQueued: number;
  /** Decides a batch in order and answers each of its requests, in the same order. */
  readonly run: (key: string, batch: readonly Req[]) => Promise<readonly Res[]>;
}

/**
 * Many requests for one hot thing (a partition, a box, a stock) are gathered for a few milliseconds, decided
 * together in order, committed once, and answered one by one. Under load batches grow by themselves: while one
 * runs, the next gathers.
 *
 * Not for work without contention: alone, a request waits `gatherMs` for nothing.
 */
export class Combiner<Req, Res> {
  readonly #queues = new Map<string, Waiting<Req, Res>[]>();
  readonly #busy = new Set<string>();
  /** Keys with waiting requests, in the order in which they began to wait. */
  readonly #ready = new Set<string>();
  readonly #idle: (() => void)[] = [];
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly options: CombinerOptions<Req, Res>) {}

  /** Requests waiting now. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether `count` more requests find room. */
  hasRoomFor(count: number): boolean {
    return this.#waiting + count <= this.options.maxQueued;
  }

  /** @throws Refusal `queue_full` (503, retry after a second); the request was not taken. */
  assertRoomFor(count: number): void {
    if (!this.hasRoomFor(count)) throw refuse('queue_full', { details: { seconds: 1 } });
  }

  /** Answers when the batch with this request is committed; rejects with the batch's error. */
  add(key: string, request: Req): Promise<Res> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(key) ?? [];
      queue.push({ request, resolve, reject });
      this.#queues.set(key, queue);
      this.#waiting += 1;
      this.#ready.add(key);
      if (queue.length >= this.options.maxBatch) this.#pump();
      else this.#timer ??= setTimeout(() => this.#pump(), this.options.gatherMs);
      metrics.queueLength.set({ combiner: this.options.name }, this.#waiting);
    });
  }

  /**
   * Resolves when fewer than `count` requests wait, or after `timeoutMs`: a door that waits here before it takes
   * more lets its senders feel how fast work goes, instead of piling it up.
   */
  calm(count: number, timeoutMs: number): Promise<void> {
    if (this.#waiting < count) return Promise.resolve();
    return new Promise((resolve) => {
      let over = false;
      const end = (): void => {
        over = true;
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(end, timeoutMs);
      const look = (): void => {
        if (over) return;
        if (this.#waiting < count) end();
        else this.#idle.push(look);
      };
      look();
    });
  }

  /** Resolves when nothing waits and nothing runs. */
  async drain(): Promise<void> {
    while (this.#waiting > 0 || this.#busy.size > 0)
      await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const key of this.#ready) {
      if (this.#busy.size >= this.options.concurrency) return;
      if (!this.#busy.has(key)) this.#startBatch(key);
    }
  }

  #startBatch(key: string): void {
    const queue = this.#queues.get(key)!;
    const batch = queue.splice(0, this.options.maxBatch);
    // A key with more to do goes behind the others, so that a hot one can't starve them.
    this.#ready.delete(key);
    if (queue.length === 0) this.#queues.delete(key);
    else this.#ready.add(key);
    this.#waiting -= batch.length;
    this.#busy.add(key);
    void this.#runBatch(key, batch).finally(() => {
      this.#busy.delete(key);
      metrics.queueLength.set({ combiner: this.options.name }, this.#waiting);
      this.#pump();
      for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  async #runBatch(key: string, batch: Waiting<Req, Res>[]): Promise<void> {
    try {
      const answers = await this.options.run(
        key,
        batch.map((each) => each.request),
      );
      batch.forEach((each, i) => each.resolve(answers[i]!));
    } catch (error) {
      for (const each of batch) each.reject(error);
    }
  }
}
