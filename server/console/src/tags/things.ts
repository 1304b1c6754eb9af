import { type FactKind, REACH_WAY_NAMES } from '@kouyi/shared/types';
import { useApi } from '../api';
import { useCan } from '../app/session';
import { ACTIVITY_KIND_OPTIONS } from './leaves';

interface Thing {
  readonly value: string;
  readonly label: string;
}

const REACH_WAY_OPTIONS: readonly Thing[] = Object.entries(REACH_WAY_NAMES).map(([value, label]) => ({
  value,
  label,
}));

/** What each kind of fact may be about; absent: anything that one types. */
const SOURCES: Partial<Record<FactKind, 'boxes' | 'coupons' | 'tests' | 'products'>> = {
  drew: 'boxes',
  won: 'boxes',
  coupon_got: 'coupons',
  coupon_used: 'coupons',
  coupon_expired: 'coupons',
  tested: 'tests',
  bought_item: 'products',
};

/** So many are offered at once; the others are found by typing. */
const OFFERED = 200;

/** Things that a fact may be narrowed down to, by name: those that answer to `q`, without it the latest. */
export function useThings(fact: FactKind, q: string): readonly Thing[] {
  const can = useCan();
  const source = SOURCES[fact];
  const asked = { limit: OFFERED, ...(q === '' ? {} : { q }) };
  const when = (of: typeof source, may: boolean) => ({ enabled: source === of && may, keep: true });
  const boxes = useApi('draws', 'list', asked, when('boxes', can('draws.read')));
  const coupons = useApi('coupons', 'list', asked, when('coupons', can('coupons.read')));
  const tests = useApi('intake', 'list', asked, when('tests', can('intake.read')));
  const products = useApi('products', 'list', asked, when('products', can('products.read')));
  const categories = useApi('products', 'categories', {}, when('products', can('products.read')));
  if (fact === 'participated') return ACTIVITY_KIND_OPTIONS;
  if (fact === 'reached') return REACH_WAY_OPTIONS;
  if (source === 'boxes')
    return (boxes.data?.items ?? []).map(({ id, design }) => ({ value: id, label: design.name }));
  if (source === 'coupons')
    return (coupons.data?.items ?? []).map(({ id, rule }) => ({ value: id, label: rule.name }));
  if (source === 'tests')
    return (tests.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  return [
    ...(categories.data?.items ?? []).map((category) => ({ value: category, label: `品类：${category}` })),
    ...(products.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
}
