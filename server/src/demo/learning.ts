import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { SIMULATOR } from '../adapters/simulator';
import { type Picture, takePicture } from '../content';
import { asSystem, type CommandContext, type Tx } from '../kernel/command';
import { now } from '../kernel/clock';
import { native } from '../kernel/store';
import { allActiveKocs } from '../koc';
import { forwardMaterial, publishMaterial, saveMaterial } from '../materials';
import { takeOrders } from '../orders';
import { productsBySku } from '../products';
import { answerQuiz, publishLesson, saveChecklist, saveLesson, tickItem } from '../training';
import { answerWish, followUpWish, makeWish, saveMoment } from '../wishes';
import { daysBefore, operator } from './ground';
import { LESSONS, MATERIALS, WISHES } from './learning-texts';
import { Seeds } from './marks';
import { openedBy } from './passers';
import { paint } from './still-life';
import type { Chapter } from './story';

/** Days before today on which KOCs forward, and which material. */
const FORWARDS: readonly [ago: number, koc: number, material: number][] = [
  [26, 0, 0],
  [24, 1, 0],
  [21, 0, 2],
  [18, 2, 1],
  [14, 0, 0],
  [11, 1, 2],
  [9, 0, 1],
  [6, 2, 0],
  [4, 0, 0],
  [3, 1, 1],
  [2, 0, 2],
  [1, 0, 0],
];
/** Friends who come through what was forwarded, besides some who only look; every fourth of them buys. */
const FRIENDS = { from: 80, each: 4, buysEvery: 4, lookers: 6 };

const CHECKLIST = ['把预告发到自己的群', '备好三段素材', '看完「大促前一晚的群」', '约三位老朋友来'];

/**
 * What KOCs forward, learn and tick, what people wish for, and a moment to come. What is there already is left as it
 * is.
 */
export const learningChapters = (people: readonly string[], at: Date): Chapter[] => [
  { at: daysBefore(at, 30), tell: writeAll },
  { at: daysBefore(at, 28), tell: learn },
  ...FORWARDS.map(([ago, koc, material], i): Chapter => ({
    at: daysBefore(at, ago),
    tell: () => forward({ koc, material, friends: friendsOf(people, i), number: 9_001 + i }),
  })),
  ...WISHES.flatMap((wish, i): Chapter[] => {
    const personId = people[wish.from];
    if (personId === undefined) return [];
    const requestKey = `demo-wish-${i}`;
    const tell = () => makeWish(asMember(personId), { ...wish, personId, requestKey });
    return [
      { at: daysBefore(at, wish.ago), tell },
      ...(wish.answer
        ? [{ at: daysBefore(at, wish.ago - 1), tell: () => answered(tell, wish.answer!) }]
        : []),
      ...(wish.after
        ? [{ at: daysBefore(at, wish.ago - 2), tell: () => followedUp(tell, wish.after!, requestKey) }]
        : []),
    ];
  }),
  { at, tell: () => prepare(at) },
];

const asMember = (personId: string): CommandContext => ({
  actor: { kind: 'member', personId, sessionId: 'demo' },
});

const friendsOf = (people: readonly string[], forwarded: number): string[] => {
  const from = FRIENDS.from + forwarded * FRIENDS.each;
  return people.slice(from, from + FRIENDS.each);
};

/** Does it once, in one transaction with the mark that says so; answers what was kept. */
const once = (name: string, work: (tx: Tx) => Promise<string>): Promise<string> =>
  asSystem(`demo.${name}`, async (tx) => {
    const had = await native(Seeds).findOne({ _id: name }, { session: tx.session });
    if (had?.keep !== undefined) return had.keep;
    const keep = await work(tx);
    await native(Seeds).insertOne({ _id: name, at: tx.now, keep }, { session: tx.session });
    return keep;
  });

const kept = async (name: string): Promise<string[]> =>
  (await native(Seeds).findOne({ _id: name }))?.keep?.split(' ') ?? [];

async function writeAll(): Promise<void> {
  const { actor } = operator();
  const products = await productsBySku(MATERIALS.map(({ code }) => code));
  // Bytes are kept before the transaction begins: the disk knows of no way back.
  const pictures: Picture[][] = [];
  for (const { pictures: drawn } of MATERIALS) {
    const taken: Picture[] = [];
    for (const picture of drawn) taken.push(await takePicture(operator(), await paint(picture)));
    pictures.push(taken);
  }
  await once('materials', async (tx) => {
    const ids: string[] = [];
    for (const [i, { code, title, parts, tags }] of MATERIALS.entries()) {
      const productId = products.get(code)?.productId;
      const content = { title, parts, tags, pictures: pictures[i]!, productId };
      const { _id, revision } = await saveMaterial.as(tx, actor, { content });
      await publishMaterial.as(tx, actor, { id: _id, revision });
      ids.push(_id);
    }
    return ids.join(' ');
  });
  await once('lessons', async (tx) => {
    const ids: string[] = [];
    for (const content of LESSONS) {
      const { _id, revision } = await saveLesson.as(tx, actor, { content });
      await publishLesson.as(tx, actor, { id: _id, revision });
      ids.push(_id);
    }
    return ids.join(' ');
  });
}

/** KOCs, who has been one longest first. */
const kocs = async (): Promise<string[]> => (await allActiveKocs()).map(({ _id }) => _id).reverse();

/** Everybody tries the first lesson, most pass; the first passes both. */
async function learn(): Promise<void> {
  const ids = await kept('lessons');
  for (const [i, personId] of (await kocs()).entries())
    for (const [j, id] of ids.entries()) {
      if (j > 0 && i > 0) continue;
      const answers = LESSONS[j]!.questions.map(({ id: questionId, correct }) => ({
        questionId,
        options: i === 2 ? correct.slice(0, 1) : correct,
      }));
      const requestKey = `demo-quiz-${j}`;
      await answerQuiz(asMember(personId), { personId, id, version: 1, answers, requestKey });
    }
}

async function forward(told: {
  koc: number;
  material: number;
  friends: readonly string[];
  number: number;
}): Promise<void> {
  const kocId = (await kocs())[told.koc];
  const id = (await kept('materials'))[told.material];
  if (kocId === undefined || id === undefined) return;
  const { link } = await forwardMaterial(asMember(kocId), { id, kocId, channel: 'moments' });
  await openedBy(link._id, told.friends, told.number % FRIENDS.lookers);
  if (told.number % FRIENDS.buysEvery !== 0) return;
  const { code, paidFen } = MATERIALS[told.material]!;
  const raw = {
    orderId: `CL2026-${told.number}`,
    paidAt: now().toISOString(),
    buyer: { channel: SIMULATOR, userId: `demo-friend-${told.number}` },
    items: [{ sku: code, quantity: 1, paidFen }],
    refCode: link._id,
  };
  await takeOrders(operator(), [{ raw, shop: 'demo', source: 'demo' }]);
}

async function answered(
  told: () => Promise<{ _id: string; state: string }>,
  answer: { yes: boolean; answer: string; points: number },
): Promise<void> {
  const { _id: id, state } = await told();
  if (state === 'open') await answerWish(operator(), { id, ...answer });
}

async function followedUp(
  told: () => Promise<{ _id: string }>,
  text: string,
  requestKey: string,
): Promise<void> {
  const { _id: id } = await told();
  await followUpWish(operator(), { id, text, requestKey });
}

/** A check-list for the days to come, and a moment that its guests hear of soon. */
async function prepare(at: Date): Promise<void> {
  const { actor } = operator();
  const eveningIn = (days: number): Date => shanghaiInstant(shanghaiDay(daysBefore(at, -days)), 19 * 60);
  const id = await once('checklist', async (tx) => {
    const items = CHECKLIST.map((text, i) => ({ id: `i${i + 1}`, text }));
    const dueAt = eveningIn(2) > tx.now ? eveningIn(2) : undefined;
    const input = { title: '双十二准备', note: '四件小事，做完就稳了。', tiers: [], dueAt, items };
    return (await saveChecklist.as(tx, actor, input))._id;
  });
  for (const [i, personId] of (await kocs()).entries())
    for (const itemId of ['i1', 'i3', 'i2', 'i4'].slice(0, [2, 4, 0][i] ?? 1))
      await tickItem(asMember(personId), { id, personId, itemId, done: true });
  if (eveningIn(3) <= now()) return;
  await once('moment', async (tx) => {
    const moment = await saveMoment.as(tx, actor, {
      title: '配方师见面会',
      text: '她会带来三个还没上市的小样，想听你们真实的感受。带一位信得过的朋友一起来。',
      startAt: eveningIn(3),
      place: '静安店二楼',
      audience: { to: 'kocs', tiers: [] },
      tellHoursBefore: 96,
    });
    return moment._id;
  });
}
