import type { TagCondition, TagKind } from '@kouyi/shared/types';
import { type Actor, actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { cycleIn } from './book';
import { KOC_TAG_ID } from './lifecycle';
import { type SegmentDoc, Segments, TakenNames, type TagDoc, Tags } from './model';
import { neighbours } from './neighbours';
import { assertDefines } from './policy';
import { everybodyMatching } from './preview';
import { bookFor, turnPage } from './rule-book';
import { leavesOf, MOST_RULES, refuse, typedName, unclearIn } from './rules';

interface Definition {
  name: string;
  note: string;
  condition?: TagCondition | undefined;
  /** Said by the operator: it is meant to match everybody. */
  acceptEverybody: boolean;
}
interface TagDefinition extends Definition {
  kind: TagKind;
}
interface SegmentDefinition extends Definition {
  condition: TagCondition;
}

/** A new tag. @throws Refusal `name_taken`, `name_unclean`, `rule_unclear`, `rule_cycle` or `rule_for_everybody`. */
export const createTag = command('tags.create', {
  may: (actor, input: TagDefinition) => assertMaySave(actor, 'tags.create', input),
  async run({ kind, ...definition }, tx): Promise<TagDoc> {
    const _id = newId('tag');
    const doc: TagDoc = { _id, kind, ...(await defined(tx, 'tag', _id, definition)) };
    await native(Tags).insertOne(doc, { session: tx.session, ignoreUndefined: true });
    tx.audit({ subject: _id, after: told(doc) });
    return doc;
  },
});

/** A new segment; refuses like `createTag`. */
export const createSegment = command('segments.create', {
  may: (actor, input: SegmentDefinition) => assertMaySave(actor, 'tags.create', input),
  async run(definition, tx): Promise<SegmentDoc> {
    const _id = newId('seg');
    const made = await defined(tx, 'segment', _id, definition);
    const doc: SegmentDoc = { _id, ...made, condition: definition.condition };
    await native(Segments).insertOne(doc, { session: tx.session, ignoreUndefined: true });
    tx.audit({ subject: _id, after: told(doc) });
    return doc;
  },
});

/** Changes a tag. @throws also Refusal `not_found`, `version_moved_on` (409) or `mode_fixed`. */
export const updateTag = command('tags.update', {
  may: (actor, input: TagDefinition & { id: string; version: number }) =>
    assertMaySave(actor, 'tags.write', input),
  async run({ id, version, kind, ...definition }, tx): Promise<TagDoc> {
    const before = await native(Tags).findOne({ _id: id }, { session: tx.session });
    if (!before) throw refuseAnywhere('not_found');
    if (before.version !== version) throw refuseAnywhere('version_moved_on');
    if ((before.condition === undefined) !== (definition.condition === undefined)) throw refuse('mode_fixed');
    const after: TagDoc = { ...before, kind, ...(await defined(tx, 'tag', id, definition, before)) };
    const { _id, ...replacement } = after;
    await native(Tags).replaceOne({ _id }, replacement, { session: tx.session, ignoreUndefined: true });
    tx.audit({ subject: id, before: told(before), after: told(after) });
    return after;
  },
});

/** Changes a segment. @throws also Refusal `not_found` or `version_moved_on` (409). */
export const updateSegment = command('segments.update', {
  may: (actor, input: SegmentDefinition & { id: string; version: number }) =>
    assertMaySave(actor, 'tags.write', input),
  async run({ id, version, ...definition }, tx): Promise<SegmentDoc> {
    const before = await native(Segments).findOne({ _id: id }, { session: tx.session });
    if (!before) throw refuseAnywhere('not_found');
    if (before.version !== version) throw refuseAnywhere('version_moved_on');
    const made = await defined(tx, 'segment', id, definition, before);
    const after: SegmentDoc = { ...before, ...made, condition: definition.condition };
    const { _id, ...replacement } = after;
    await native(Segments).replaceOne({ _id }, replacement, { session: tx.session, ignoreUndefined: true });
    tx.audit({ subject: id, before: told(before), after: told(after) });
    return after;
  },
});

/**
 * Forgets a tag or segment: nobody has it from the next look on.
 * @throws Refusal `not_found`, or `rule_in_use` while a rule, an activity or a coupon asks for it.
 */
export const removeRule = command('tags.remove', {
  may: (actor, _input: { id: string }) => assertDefines(actor, 'tags.write'),
  async run({ id }, tx): Promise<void> {
    const options = { session: tx.session };
    const doc =
      (await native(Tags).findOne({ _id: id }, options)) ??
      (await native(Segments).findOne({ _id: id }, options));
    if (!doc || id === KOC_TAG_ID) throw refuseAnywhere('not_found');
    const { nodes } = await bookFor(tx.session);
    const asking = [...nodes.values()]
      .filter(({ keys }) => keys.includes(id))
      .map(({ name }) => `规则「${name}」`);
    const users = [...asking, ...(await neighbours.audiencesOf(id))];
    if (users.length > 0) throw refuse('rule_in_use', { details: { users: users.slice(0, 5).join('、') } });
    await native(Tags).deleteOne({ _id: id }, options);
    await native(Segments).deleteOne({ _id: id }, options);
    await native(TakenNames).deleteMany({ of: id }, options);
    await turnPage(tx, { everybody: true });
    tx.audit({ subject: id, before: told(doc) });
  },
});

const told = ({ name, note, condition }: TagDoc | SegmentDoc) => ({ name, note, condition });

/** The common part of every definition, checked and with its name taken. */
async function defined(
  tx: Tx,
  kind: 'tag' | 'segment',
  id: string,
  { name: typed, note, condition }: Definition,
  before?: TagDoc | SegmentDoc,
) {
  const name = typedName(typed);
  await takeName(tx, kind, name, id, before?.name);
  const same = JSON.stringify(before?.condition) === JSON.stringify(condition);
  if (condition) await assertRuleStands({ id, name, condition }, tx);
  const page = await turnPage(tx, { everybody: !same });
  return {
    version: (before?.version ?? 0) + 1,
    name,
    note: note.trim(),
    ...(condition ? { condition } : {}),
    since: same ? (before?.since ?? page) : page,
    createdAt: before?.createdAt ?? tx.now,
    updatedAt: tx.now,
    updatedBy: actorName(tx.actor),
  };
}

async function takeName(
  tx: Tx,
  kind: 'tag' | 'segment',
  name: string,
  of: string,
  before: string | undefined,
): Promise<void> {
  if (name === before) return;
  const options = { session: tx.session };
  const taken = await native(TakenNames).findOne({ _id: `${kind}:${name}` }, options);
  if (taken) throw refuse('name_taken', { field: 'name', details: { name } });
  if (before !== undefined) await native(TakenNames).deleteOne({ _id: `${kind}:${before}` }, options);
  await native(TakenNames).insertOne({ _id: `${kind}:${name}`, of }, options);
}

/** Before the transaction begins: looking at everybody takes seconds. @throws Refusal `not_allowed` or `rule_for_everybody`. */
async function assertMaySave(
  actor: Actor,
  right: 'tags.create' | 'tags.write',
  { condition, acceptEverybody }: Definition,
): Promise<void> {
  assertDefines(actor, right);
  if (!condition || acceptEverybody || unclearIn(condition) !== undefined) return;
  const people = await everybodyMatching(condition);
  if (people !== undefined) throw refuse('rule_for_everybody', { field: 'condition', details: { people } });
}

/** @throws Refusal `rule_unclear`, `rule_cycle` or `too_many_rules`. */
export async function assertRuleStands(
  { id, name, condition }: { id: string; name: string; condition: TagCondition },
  tx?: Tx,
): Promise<void> {
  const problem = unclearIn(condition);
  if (problem !== undefined) throw refuse('rule_unclear', { field: 'condition', details: { problem } });
  const { nodes, names } = await bookFor(tx?.session);
  if (nodes.size >= MOST_RULES) throw refuse('too_many_rules', { details: { most: MOST_RULES } });
  for (const leaf of leavesOf(condition)) {
    const asked = leaf.op === 'tag' ? leaf.tagId : leaf.op === 'segment' ? leaf.segmentId : undefined;
    if (asked !== undefined && asked !== id && !names.has(asked))
      throw refuse('rule_unclear', { field: 'condition', details: { problem: '选的标签或人群已经不在了' } });
  }
  const rules = [...nodes.values()].filter((node) => node.id !== id);
  const circle = cycleIn([{ id, condition }, ...rules]);
  if (!circle) return;
  const way = circle.map((each) => (each === id ? name : (names.get(each) ?? each))).join(' → ');
  throw refuse('rule_cycle', { field: 'condition', details: { way } });
}
