import type { Out } from '../api';

type Found = Out<'search', 'find'>['found'][number];

/** One line of the search: what it is called, and where it leads. */
export interface Hit {
  key: string;
  /** The head it stands under. */
  group: string;
  name: string;
  note: string;
  to: string;
}

/** What each kind is called, and where its pages are; `all` leads to its list, searched for the same. */
const KINDS: Record<Found['kind'], { name: string; page: (id: string) => string; all?: string }> = {
  activity: { name: '活动', page: (id) => `/activities/${id}`, all: '/activities' },
  group: { name: '群', page: (id) => `/groups/${id}`, all: '/groups' },
  person: { name: '人', page: (id) => `/people/${id}`, all: '/people' },
  order: { name: '订单', page: (id) => `/orders/${id}` },
  box: { name: '盲盒', page: (id) => `/boxes/${id}`, all: '/boxes' },
  coupon: { name: '优惠券', page: (id) => `/coupons/${id}`, all: '/coupons' },
  questionnaire: { name: '问卷', page: (id) => `/intake/${id}` },
  tag: { name: '标签', page: (id) => `/tags/${id}`, all: '/tags' },
  segment: { name: '人群', page: (id) => `/segments/${id}`, all: '/segments' },
  sub_group: { name: '子群', page: (id) => `/sub-groups/${id}` },
  material: { name: '素材', page: (id) => `/materials/${id}`, all: '/materials' },
  lesson: { name: '课程', page: (id) => `/training/lessons/${id}` },
  // A product opens in the list of products.
  product: { name: '商品', page: () => '/products', all: '/products' },
};

/** What the server found, as lines; under a kind of which there is more, a line that leads to all of it. */
export const hitsOf = (found: readonly Found[], asked: string): Hit[] =>
  found.flatMap(({ kind, items, more }) => {
    const { name: group, page, all } = KINDS[kind];
    const query = `?q=${encodeURIComponent(asked)}`;
    const lines = items.map(({ id, name, note }) => ({
      key: `${kind}:${id}`,
      group,
      name,
      note,
      to: kind === 'product' ? `${page(id)}?q=${encodeURIComponent(name)}` : page(id),
    }));
    if (!more || all === undefined) return lines;
    return [
      ...lines,
      { key: `${kind}:all`, group, name: `看全部${group}里的「${asked}」`, note: '', to: all + query },
    ];
  });

/** Lines under their heads, heads in the order in which they first come. */
export const underHeads = (hits: readonly Hit[]): [group: string, hits: Hit[]][] => {
  const heads = new Map<string, Hit[]>();
  for (const hit of hits) heads.set(hit.group, [...(heads.get(hit.group) ?? []), hit]);
  return [...heads];
};
