import { refusals } from './refusals';

const refuse = refusals({
  state_forbids: { zh: '现在是「{from}」，不能这样做。', en: 'state does not allow this move', status: 409 },
});

/**
 * A state table: from each state to the states it may become. Checked when loaded.
 * @throws Error at load if a target is unknown or a state but the first can't be reached.
 */
export function stateTable<S extends string>(table: Record<S, readonly S[]>, names: Record<S, string>) {
  const states = Object.keys(table) as S[];
  const reached = new Set<S>(states.slice(0, 1));
  for (const state of reached) for (const next of table[state]) reached.add(next);
  for (const state of states) {
    for (const next of table[state])
      if (!(next in table)) throw new Error(`state ${state} leads to unknown ${next}`);
    if (!reached.has(state)) throw new Error(`state ${state} can't be reached`);
  }
  return {
    states,
    mayMove: (from: S, to: S): boolean => table[from].includes(to),
    /** @throws Refusal `state_forbids` (409). */
    assertMove(from: S, to: S): void {
      if (!table[from].includes(to))
        throw refuse('state_forbids', { details: { from: names[from], to: names[to] } });
    },
  };
}
