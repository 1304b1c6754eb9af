import type { TagCondition, TagKind } from '@kouyi/shared/types';
import { Mixed, model } from '../kernel/store';
import type { Derived } from './derive';
import type { Fact, History } from './history';
import type { RfmScale } from './value';

/** A tag or a segment as operators define it. */
interface Defined {
  _id: string;
  version: number;
  name: string;
  note: string;
  /** Version of the rule book since which the rule stands like this. */
  since: number;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string;
}

/** Without a condition it is given by people and other domains. */
export interface TagDoc extends Defined {
  kind: TagKind;
  condition?: TagCondition;
  /** Of a tag that a source made (a test, an appointment): that source's name in Chinese. */
  from?: string;
}
export interface SegmentDoc extends Defined {
  condition: TagCondition;
}

const DEFINED = {
  version: Number,
  name: String,
  note: String,
  since: Number,
  createdAt: Date,
  updatedAt: Date,
  updatedBy: String,
  condition: Mixed,
};

// Lists page by name; a name is one tag's, which the id keeps: it is derived from the first name.
export const Tags = model<TagDoc>('tags', { ...DEFINED, kind: String, from: String }, [
  { keys: { name: 1, _id: 1 } },
]);
export const Segments = model<SegmentDoc>('segments', DEFINED, [{ keys: { name: 1, _id: 1 } }]);

/** That a name is taken; the id is the name itself, so that two at once can't both have it. */
export interface TakenName {
  _id: string;
  of: string;
}
export const TakenNames = model<TakenName>('tag_names', { of: String });

/** One row: what every batch compares to know that its rules still stand. */
export interface RuleBookDoc {
  _id: string;
  /** Grows with every change of a rule: whoever was worked out with a lower one is looked at again. */
  version: number;
  /** Grows with every change, also of a mere name. */
  revision: number;
  scale?: RfmScale;
  scaleAt?: Date;
}
export const RuleBooks = model<RuleBookDoc>('tag_rule_book', {
  version: Number,
  revision: Number,
  scale: Mixed,
  scaleAt: Date,
});
export const RULE_BOOK_ID = 'book';

/** A fact as it is kept: it can be told again, and everything can be worked out from these rows alone. */
export type FactRow = Fact;
export const Facts = model<FactRow>(
  'person_facts',
  {
    personId: String,
    at: Date,
    stamp: Date,
    parts: Mixed,
    test: Mixed,
    given: Mixed,
    membership: Mixed,
    title: String,
    groupId: String,
  },
  [{ keys: { personId: 1, at: -1, _id: -1 } }],
);

/**
 * One identity of a person, or (with `members`) several seen as one. A view is worked out from its members'
 * histories and holds none of its own, so that taking it apart needs nothing but forgetting it.
 */
export interface ProfileDoc extends History, Derived {
  _id: string;
  /** The view that stands for this identity in lists and audiences. */
  viewId?: string;
  /** Identities seen as one; only in a view. */
  members?: string[];
  /** Whom lists show: everybody but members of a view. */
  shown: boolean;
}
export const Profiles = model<ProfileDoc>(
  'person_profiles',
  {
    entries: Mixed,
    tests: Mixed,
    given: Mixed,
    groups: Mixed,
    book: Number,
    tags: Mixed,
    segments: Mixed,
    layer: String,
    path: Mixed,
    rfm: Mixed,
    value: Mixed,
    due: Mixed,
    dueAt: Date,
    viewId: String,
    members: Mixed,
    shown: Boolean,
  },
  [
    // Who has a tag, who is in a segment.
    { keys: { 'tags.id': 1, _id: 1 } },
    { keys: { 'segments.id': 1, _id: 1 } },
    // Whom a changed rule still has to look at.
    { keys: { book: 1, _id: 1 } },
    // Whom the clock has to look at.
    { keys: { dueAt: 1 }, options: { sparse: true } },
    // Buyers in the order of ids, which is a fair sample: where the quintiles lie is learned from them every night.
    { keys: { shown: 1, _id: 1 }, options: { partialFilterExpression: { rfm: { $exists: true } } } },
    // Members of a group whose tags or unit changed.
    { keys: { 'groups.groupId': 1 } },
  ],
);

/** Who asked to be deleted, and when: what happened until then is not taken in any more. */
export interface ForgottenDoc {
  _id: string;
  at: Date;
}
export const Forgotten = model<ForgottenDoc>('person_facts_forgotten', { at: Date });

/** How many people shown have something; one row a writer, so that writers don't wait for each other. */
export interface CountDoc {
  _id: string;
  of: string;
  people: number;
}
export const Counts = model<CountDoc>('tag_counts', { of: String, people: Number }, [{ keys: { of: 1 } }]);

/** Facts on their way to profiles: at most a batch of them a row, in the transaction that learned of them. */
export interface InboxRow {
  _id: string;
  at: Date;
  facts: Fact[];
  attempts: number;
  dueAt: Date;
}
export const Inbox = model<InboxRow>('tag_inbox', { at: Date, facts: Mixed, attempts: Number, dueAt: Date }, [
  { keys: { dueAt: 1, at: 1 } },
]);
