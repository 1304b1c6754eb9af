import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import type { BoxDesign, PrizeDesign } from '@kouyi/shared/types';
import type { Config } from '../../src/config';
import { giveChances } from '../../src/draws/chances';
import { createBox, openBox } from '../../src/draws/commands';
import { declareAge } from '../../src/draws/member-commands';
import { type Actor, system } from '../../src/kernel/actor';
import { asSystem } from '../../src/kernel/command';
import { loadSealKeys } from '../../src/kernel/seal';
import { ensureFirstRun, startOrg, stopOrg } from '../../src/org';
import { signInByWeChat } from '../../src/people/sessions';

/** A box that is open, and people with chances who are signed in. */
export interface Prepared {
  readonly boxId: string;
  readonly people: readonly { personId: string; token: string }[];
}

/** A design that is open today and tomorrow, without limits. */
export function designOf(prizes: PrizeDesign[], fallbackPrizeId: string): BoxDesign {
  const day = shanghaiDay(new Date());
  return {
    name: '压测盲盒',
    line: '',
    window: {
      startAt: shanghaiInstant(day).toISOString(),
      endAt: shanghaiInstant(day + 2).toISOString(),
    },
    prizes,
    fallbackPrizeId,
    limits: {},
    budgetFen: prizes.reduce((sum, { stock = 0, costFen }) => sum + stock * costFen, 0),
    ageGate: 'eight',
    excludeStaff: true,
    roundHours: 24,
  };
}

const context = { actor: system('bench') };

/** Makes all of it by the product's own commands, in an open store. */
export async function prepare(
  config: Config,
  { design, people, chances }: { design: BoxDesign; people: number; chances: number },
): Promise<Prepared> {
  await loadSealKeys({ given: config.SEAL_KEYS, dataDir: config.dataDir });
  await startOrg();
  await ensureFirstRun({ brandName: '压测', adminPassword: 'bench password', demo: false });
  const { _id: boxId } = await createBox(context, { design });
  await openBox(context, { id: boxId });
  const signedIn: { personId: string; token: string }[] = [];
  for (let i = 0; i < people; i += 1) {
    const { personId, token } = await signInByWeChat(context, { openid: `bench-${i}`, consent: '2026-11' });
    const actor: Actor = { kind: 'member', personId, sessionId: '' };
    await declareAge({ actor }, { band: 'adult' });
    signedIn.push({ personId, token });
  }
  const at = new Date();
  for (let i = 0; i < people; i += 200)
    await asSystem('bench.chances', (tx) =>
      giveChances(
        tx,
        signedIn.slice(i, i + 200).map(({ personId }) => ({
          key: `bench:${personId}`,
          boxId,
          personId,
          chances,
          at,
          reason: '压测',
          cause: { kind: 'bench', id: boxId },
        })),
      ),
    );
  stopOrg();
  return { boxId, people: signedIn };
}
