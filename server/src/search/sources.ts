import type { OutputOf, contracts } from '@kouyi/shared/contracts';
import { yuan } from '@kouyi/shared/rules/money';
import {
  ACTIVITY_STATE_NAMES,
  BOX_STATE_NAMES,
  COUPON_STATE_NAMES,
  ORDER_STATE_NAMES,
  PUBLISHING_STATE_NAMES,
  type Right,
  SUB_GROUP_STATE_NAMES,
  TAG_KIND_NAMES,
} from '@kouyi/shared/types';
import { listActivities } from '../activities';
import { couponPage } from '../coupons';
import { boxPage } from '../draws';
import { listGroups } from '../groups';
import { questionnairePage } from '../intake';
import type { StaffActor } from '../kernel/actor';
import type { Page } from '../kernel/paging';
import { materialPage } from '../materials';
import { orderPage } from '../orders';
import { reachFor } from '../org';
import { personPage } from '../people';
import { productPage } from '../products';
import { subGroupPage } from '../subgroups';
import { segmentPage, tagPage } from '../tags';
import { lessonPage } from '../training';

type Found = OutputOf<(typeof contracts)['search']['find']>['found'][number];
type Hit = Found['items'][number];

/** A kind of thing that can be found, and how its own domain finds it within the actor's reach. */
interface Source {
  readonly kind: Found['kind'];
  readonly right: Right;
  readonly find: (actor: StaffActor, asked: { q: string; limit: number }) => Promise<Page<Hit>>;
}

const source = <T extends { id: string }>(
  kind: Found['kind'],
  right: Right,
  page: (actor: StaffActor, asked: { q: string; limit: number }) => Promise<Page<T>>,
  words: (row: T) => Omit<Hit, 'id'>,
): Source => ({
  kind,
  right,
  async find(actor, asked) {
    const { items, ...rest } = await page(actor, asked);
    return { ...rest, items: items.map((row) => ({ id: row.id, ...words(row) })) };
  },
});

const people = (count: number): string => `${count} 人`;

/** In the order in which they are shown: what is looked for most stands first. */
export const SOURCES: readonly Source[] = [
  source('activity', 'activities.read', listActivities, ({ rule, state }) => ({
    name: rule.title,
    note: ACTIVITY_STATE_NAMES[state],
  })),
  source('group', 'groups.read', listGroups, ({ name, memberCount, unitName }) => ({
    name,
    note: `${people(memberCount)} · ${unitName}`,
  })),
  source('person', 'people.read', personPage, ({ nickname, points, groups }) => ({
    name: nickname,
    note: `${points} 积分 · ${groups} 个群`,
  })),
  source(
    'order',
    'orders.read',
    // Orders have no branch: whoever reads a branch only reads none.
    async (actor, asked) =>
      reachFor(actor, 'orders.read') === undefined ? orderPage(actor, asked) : { items: [] },
    ({ number, state, paidFen, nickname }) => ({
      name: number,
      note: [ORDER_STATE_NAMES[state], `${yuan(paidFen)} 元`, nickname].filter(Boolean).join(' · '),
    }),
  ),
  source(
    'box',
    'draws.read',
    (_actor, asked) => boxPage(asked),
    ({ design, state }) => ({ name: design.name, note: BOX_STATE_NAMES[state] }),
  ),
  source('coupon', 'coupons.read', couponPage, ({ rule, state, issued }) => ({
    name: rule.name,
    note: `${COUPON_STATE_NAMES[state]} · 发了 ${issued} 张`,
  })),
  source(
    'questionnaire',
    'intake.read',
    (_actor, asked) => questionnairePage(asked),
    ({ title, versions }) => ({
      name: title,
      note: versions.some(({ running }) => running) ? '正在用' : '没在用',
    }),
  ),
  source(
    'tag',
    'tags.read',
    (_actor, asked) => tagPage(asked),
    ({ name, kind, people: held }) => ({ name, note: `${TAG_KIND_NAMES[kind]} · ${people(held)}` }),
  ),
  source(
    'segment',
    'tags.read',
    (_actor, asked) => segmentPage(asked),
    ({ name, people: inside }) => ({ name, note: people(inside) }),
  ),
  source('sub_group', 'koc.read', subGroupPage, ({ name, state }) => ({
    name,
    note: SUB_GROUP_STATE_NAMES[state],
  })),
  source(
    'material',
    'koc.read',
    (_actor, asked) => materialPage(asked),
    ({ title, state }) => ({ name: title, note: PUBLISHING_STATE_NAMES[state] }),
  ),
  source(
    'lesson',
    'koc.read',
    (_actor, asked) => lessonPage(asked),
    ({ title, state }) => ({ name: title, note: PUBLISHING_STATE_NAMES[state] }),
  ),
  source(
    'product',
    'products.read',
    (_actor, asked) => productPage(asked),
    ({ name, code, priceFen }) => ({ name, note: `${code} · ${yuan(priceFen)} 元` }),
  ),
];
