import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { StaffActor } from '../kernel/actor';
import { SOURCES } from './sources';

type Find = (typeof contracts)['search']['find'];

/** What the actor may see of everything that answers to a text: a few of each kind, kinds in the order of a day's work. */
export async function findFor(actor: StaffActor, { q, limit }: InputOf<Find>): Promise<OutputOf<Find>> {
  const asked = SOURCES.filter(({ right }) => actor.rights.includes(right));
  const pages = await Promise.all(asked.map(({ find }) => find(actor, { q, limit })));
  return {
    found: asked.flatMap(({ kind }, i) => {
      const { items, nextCursor } = pages[i]!;
      return items.length === 0 ? [] : [{ kind, items, more: nextCursor !== undefined }];
    }),
  };
}
