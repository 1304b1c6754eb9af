import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { nicknames } from '../people';
import { giveTag, takeTag } from './commands';
import { assertRuleStands, createSegment, createTag, removeRule, updateSegment, updateTag } from './define';
import { oneSegment, oneTag, segmentPage, tagPage } from './definition-views';
import { peopleInSegment, peopleWithTag } from './holders';
import { readableAmong } from './policy';
import { previewRule } from './preview';
import { distributions, profileOf } from './views';

const { tags, segments, lifecycle } = contracts;
const done = { ok: true } as const;

/** Tags, segments, and what is known of a person. */
export const routes = [
  route(tags.list, (_context, input) => tagPage(input)),
  route(tags.get, (_context, { id }) => oneTag(id)),
  route(tags.create, async (context, input) => oneTag((await createTag(context, input))._id)),
  route(tags.update, async (context, input) => oneTag((await updateTag(context, input))._id)),
  route(tags.remove, async (context, input) => {
    await removeRule(context, input);
    return done;
  }),
  route(tags.preview, async ({ actor }, { condition, id = '' }) => {
    await assertRuleStands({ id, name: '这条规则', condition });
    const { sample, ...previewed } = await previewRule(condition, (ids) => readableAmong(actor, ids));
    const names = await nicknames(sample.map(({ personId }) => personId));
    return {
      ...previewed,
      sample: sample.map((one) => ({ ...one, nickname: names.get(one.personId) ?? '' })),
    };
  }),
  route(tags.people, ({ actor }, input) => peopleWithTag(actor, input)),
  route(tags.give, async (context, { id, expiresAt, ...input }) => {
    const until = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) };
    await giveTag(context, { ...input, personId: id, ...until });
    return done;
  }),
  route(tags.take, async (context, { id, tagId }) => {
    await takeTag(context, { personId: id, tagId });
    return done;
  }),

  route(segments.list, (_context, input) => segmentPage(input)),
  route(segments.get, (_context, { id }) => oneSegment(id)),
  route(segments.create, async (context, input) => oneSegment((await createSegment(context, input))._id)),
  route(segments.update, async (context, input) => oneSegment((await updateSegment(context, input))._id)),
  route(segments.remove, async (context, input) => {
    await removeRule(context, input);
    return done;
  }),
  route(segments.people, ({ actor }, input) => peopleInSegment(actor, input)),

  route(lifecycle.profile, ({ actor }, { id }) => profileOf(actor, id)),
  route(lifecycle.distributions, () => distributions()),
];
