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

/** Things that a fact may be narrowed down to, by name. */
export function useThings(fact: FactKind): readonly Thing[] {
  const can = useCan();
  const source = SOURCES[fact];
  const most = { limit: 200 };
  const boxes = useApi('draws', 'list', most, { enabled: source === 'boxes' && can('draws.read') });
  const coupons = useApi('coupons', 'list', most, { enabled: source === 'coupons' && can('coupons.read') });
  const tests = useApi('intake', 'list', most, { enabled: source === 'tests' && can('intake.read') });
  const products = useApi('products', 'list', most, {
    enabled: source === 'products' && can('products.read'),
  });
  if (fact === 'participated') return ACTIVITY_KIND_OPTIONS;
  if (fact === 'reached') return REACH_WAY_OPTIONS;
  if (source === 'boxes')
    return (boxes.data?.items ?? []).map(({ id, design }) => ({ value: id, label: design.name }));
  if (source === 'coupons')
    return (coupons.data?.items ?? []).map(({ id, rule }) => ({ value: id, label: rule.name }));
  if (source === 'tests')
    return (tests.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const goods = products.data?.items ?? [];
  const categories = [...new Set(goods.map(({ category }) => category))].filter(
    (category) => category !== '',
  );
  return [
    ...categories.map((category) => ({ value: category, label: `品类：${category}` })),
    ...goods.map(({ id, name }) => ({ value: id, label: name })),
  ];
}
