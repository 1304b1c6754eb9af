import { BOX_TEMPLATES } from '@kouyi/shared/rules/draw-templates';
import type { BoxDesign } from '@kouyi/shared/types';
import { createBox, declareAge, drawOnce, grantChances, openBox, rotateBox, roundNumberOf } from '../draws';
import type { CommandContext } from '../kernel/command';
import { personExists } from '../people';

/** Who has chances, and how many of them opened boxes before and after the first seed was revealed. */
const WITH_CHANCES = 12;
const FIRST_ROUND = 6;
const SECOND_ROUND = 3;

/**
 * Two boxes: one that is open, with a round that anybody can check and one under way, and a draft for the night of a
 * launch. What is there already is left as it is.
 */
export async function seedBoxes(
  context: CommandContext,
  personIds: readonly string[],
  at: Date,
): Promise<void> {
  await createBox(context, { design: designOf('launch-night', at), requestKey: 'demo-launch-night' });
  const daily = designOf('daily-surprise', at);
  const { _id: id, state } = await createBox(context, {
    design: { ...daily, limits: { ...daily.limits, perPersonPerDay: 3 } },
    requestKey: 'demo-daily-surprise',
  });
  if (state === 'closed') return;
  const box = state === 'draft' ? await openBox(context, { id }) : { _id: id, state };
  if (box.state !== 'open') return;
  const people: string[] = [];
  for (const personId of personIds.slice(0, WITH_CHANCES))
    if (await personExists(personId)) people.push(personId);
  if (people.length === 0) return;
  await grantChances(context, {
    id,
    personIds: people,
    chances: 3,
    reason: '老朋友体验盲盒',
    requestKey: 'demo-daily-chances',
  });
  for (const personId of people.slice(0, FIRST_ROUND)) {
    await declareAge({ actor: { kind: 'member', personId, sessionId: '' } }, { band: 'adult' });
    await drawOnce({ boxId: id, personId, requestKey: 'demo-daily-1' });
  }
  if ((await roundNumberOf(id)) === 1) await rotateBox(context, { id });
  for (const personId of people.slice(0, SECOND_ROUND))
    await drawOnce({ boxId: id, personId, requestKey: 'demo-daily-2' });
}

const designOf = (key: string, at: Date): BoxDesign =>
  BOX_TEMPLATES.find((template) => template.key === key)!.design(at);
