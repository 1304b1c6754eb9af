/**
 * Look-ups by id that arrive in the same moment become one: each asks for its own, the store is asked once. Nothing is
 * kept, so that an answer is never older than the question.
 *
 * @example const sessions = new Lookup((ids) => native(Sessions).find({ _id: { $in: ids } }).toArray());
 * const session = await sessions.get(id);
 */
export class Lookup<T extends { _id: string }> {
  #waiting = new Map<string, ((found: T | undefined) => void)[]>();
  readonly #failing: ((error: unknown) => void)[] = [];
  #scheduled = false;

  constructor(readonly find: (ids: string[]) => Promise<readonly T[]>) {}

  /** The row with this id; undefined where there is none. Rejects when the store does. */
  get(id: string): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const had = this.#waiting.get(id);
      if (had) had.push(resolve);
      else this.#waiting.set(id, [resolve]);
      this.#failing.push(reject);
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => void this.#ask());
    });
  }

  async #ask(): Promise<void> {
    const asked = this.#waiting;
    const failing = this.#failing.splice(0);
    this.#waiting = new Map();
    this.#scheduled = false;
    try {
      const rows = new Map((await this.find([...asked.keys()])).map((row) => [row._id, row]));
      for (const [id, resolves] of asked) for (const resolve of resolves) resolve(rows.get(id));
    } catch (error) {
      for (const reject of failing) reject(error);
    }
  }
}
