import { native } from '../kernel/store';
import { account, balancesOf } from '../ledger';
import { type Selves, selvesOf } from '../people';
import type { DrawAnswer } from './decide';
import { drawIdOf, drawOnce } from './drawing';
import { Draws } from './model';

/**
 * As whom a member plays with a box. A chance belongs to the identity that earned it (a `1` in a group earns it for the
 * group's), and so does what is drawn with it: if the two are taken apart again, everything lies where it was. On the
 * phone it is one person all the same, who plays as whichever of them holds a chance; as themself first.
 */
export const playsAs = (boxId: string, selves: Selves, chances: ReadonlyMap<string, number>): string =>
  selves.find((self) => (chances.get(account.memberChances(self, boxId)) ?? 0) > 0) ?? selves[0];

/** What a member and whoever is seen as one with them may still draw from a box, and as whom they would. */
export async function chancesOf(boxId: string, selves: Selves): Promise<{ personId: string; left: number }> {
  const chances = await balancesOf(selves.map((self) => account.memberChances(self, boxId)));
  return {
    personId: playsAs(boxId, selves, chances),
    left: [...chances.values()].reduce((sum, each) => sum + each, 0),
  };
}

/** Draws once as a member; see `drawOnce`. The same key gives the same draw, as whoever of them it was made. */
export async function drawAsMember(input: {
  boxId: string;
  personId: string;
  requestKey: string;
}): Promise<Extract<DrawAnswer, { kind: 'drawn' }>> {
  const selves = await selvesOf(input.personId);
  if (selves.length === 1) return drawOnce(input);
  // The chances first: a draw that has taken one of them by then is found afterwards.
  const { personId } = await chancesOf(input.boxId, selves);
  const made = await native(Draws).findOne(
    { _id: { $in: selves.map((self) => drawIdOf(self, input.requestKey)) } },
    { projection: { personId: 1 } },
  );
  const answer = await drawOnce({ ...input, personId: made?.personId ?? personId });
  return { ...answer, chancesLeft: (await chancesOf(input.boxId, selves)).left };
}
