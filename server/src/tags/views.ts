import type { OutputOf, contracts } from '@kouyi/shared/contracts';
import { shanghaiInstant } from '@kouyi/shared/rules/time';
import { LAYERS } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { indexBy } from '../kernel/collections';
import { newestPage } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { countsOf } from './counts';
import { strongest } from './holders';
import { Facts, type ProfileDoc, Profiles, RULE_BOOK_ID, RuleBooks, Tags } from './model';
import { readableAmong } from './policy';
import { bookFor } from './rule-book';
import { VALUE_STEPS } from './value';

type LifecycleContracts = (typeof contracts)['lifecycle'];

/** The profile that stands for a person: their own, or the view of those seen as one with them. */
async function standingFor(personId: string): Promise<{ profile?: ProfileDoc; tests: ProfileDoc['tests'] }> {
  const own = await native(Profiles).findOne({ _id: personId });
  if (!own) return { tests: [] };
  const view = own.viewId === undefined ? null : await native(Profiles).findOne({ _id: own.viewId });
  if (!view) return { profile: own, tests: own.tests };
  const members = await native(Profiles)
    .find({ _id: { $in: view.members ?? [] } }, { projection: { tests: 1 } })
    .toArray();
  return { profile: view, tests: members.flatMap(({ tests }) => tests) };
}

/** What is known of a person. @throws Refusal `not_found`, also outside the actor's branch. */
export async function profileOf(actor: Actor, id: string): Promise<OutputOf<LifecycleContracts['profile']>> {
  if (!(await readableAmong(actor, [id])).has(id)) throw refuseAnywhere('not_found');
  const { profile, tests } = await standingFor(id);
  const { blank, names } = await bookFor();
  const { tags, segments, layer, path, rfm, value } = profile ?? blank;
  const ids = [...new Set(tags.map((tag) => tag.id))];
  const kinds = indexBy(
    await native(Tags)
      .find({ _id: { $in: ids } })
      .toArray(),
    (tag) => tag._id,
  );
  return {
    tags: ids.flatMap((tagId) => {
      const tag = kinds.get(tagId);
      const held = strongest(tags.filter((each) => each.id === tagId));
      if (!tag || !held) return [];
      return {
        id: tagId,
        name: tag.name,
        kind: tag.kind,
        computed: !held.given,
        reason: held.reason,
        source: held.by,
        since: held.since.toISOString(),
        ...(held.expiresAt ? { expiresAt: held.expiresAt.toISOString() } : {}),
      };
    }),
    segments: segments.map((segment) => ({ id: segment.id, name: names.get(segment.id) ?? '' })),
    layer,
    path: path.map((move) => ({
      layer: move.layer,
      at: shanghaiInstant(move.day).toISOString(),
      why: move.why,
    })),
    ...(rfm
      ? {
          rfm: {
            recency: rfm.recency,
            frequency: rfm.frequency,
            money: rfm.money,
            lastOrderDays: rfm.lastOrderDays,
            orders: rfm.orders,
            paidFen: rfm.paidFen,
          },
        }
      : {}),
    value: {
      fen: value.fen,
      marginFen: value.marginFen,
      referralFen: value.referralFen,
      rewardCostFen: value.rewardCostFen,
      quality: value.quality,
    },
    tests: tests.map(({ questionnaireId, resultType, scores, at }) => ({
      questionnaireId,
      resultType,
      scores: { ...scores },
      at: at.toISOString(),
    })),
  };
}

/** How people spread; from counts that are kept as events arrive. */
export async function distributions(): Promise<OutputOf<LifecycleContracts['distributions']>> {
  const quintiles = [1, 2, 3, 4, 5];
  const cells = quintiles.flatMap((recency) => quintiles.map((frequency) => ({ recency, frequency })));
  const cellOf = ({ recency, frequency }: { recency: number; frequency: number }) =>
    `rfm:${recency}:${frequency}`;
  const counts = await countsOf([
    'people',
    ...LAYERS.map((layer) => `layer:${layer}`),
    ...cells.map(cellOf),
    ...VALUE_STEPS.map((_, step) => `value:${step}`),
  ]);
  const at = (of: string): number => counts.get(of) ?? 0;
  const book = await native(RuleBooks).findOne({ _id: RULE_BOOK_ID });
  return {
    people: at('people'),
    layers: LAYERS.map((layer) => ({ layer, people: at(`layer:${layer}`) })),
    rfm: cells.map((cell) => ({ ...cell, people: at(cellOf(cell)) })),
    ...(book?.scale && book.scaleAt
      ? {
          scale: {
            recencyDays: [...book.scale.recencyDays],
            orders: [...book.scale.orders],
            paidFen: [...book.scale.paidFen],
            at: book.scaleAt.toISOString(),
          },
        }
      : {}),
    value: VALUE_STEPS.map((from, step) => {
      const to = VALUE_STEPS[step + 1];
      return {
        fromFen: Number.isFinite(from) ? from : -1_000_000_000,
        ...(to === undefined ? {} : { toFen: to }),
        people: at(`value:${step}`),
      };
    }),
  };
}

/** What happened to people, the latest first; with `groupIds`, of what happened in groups only that in those. */
export async function happeningsOf(
  personIds: readonly string[],
  page: { cursor?: string | undefined; limit: number },
  groupIds?: ReadonlySet<string>,
) {
  return newestPage(
    Facts,
    'at',
    {
      $and: [
        { personId: { $in: [...personIds] }, title: { $exists: true } },
        groupIds ? { $or: [{ groupId: { $exists: false } }, { groupId: { $in: [...groupIds] } }] } : {},
      ],
    },
    page,
    (shown) =>
      shown.map(({ _id, at, title, parts, groupId }) => ({
        id: _id,
        at: at.toISOString(),
        kind: parts.find(({ kind }) => kind !== 'activity')?.kind ?? 'other',
        title: title ?? '',
        ...(groupId ? { groupId } : {}),
      })),
  );
}
