import { Select } from 'antd';
import { useApi } from '../api';
import { count } from '../ui/number';

/** Picks a coupon that is given out now, with what is left of it. */
export const CouponPicker = ({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (couponId: string) => void;
}) => {
  const coupons = useApi('coupons', 'list', { limit: 200, state: 'open' });
  const open = coupons.data?.items ?? [];
  const isOpen = open.some(({ id }) => id === value);
  // What was picked once and is given out no more still has its name.
  const picked = useApi(
    'coupons',
    'get',
    { id: value ?? '' },
    { enabled: coupons.isSuccess && value !== undefined && !isOpen },
  );
  const ended = isOpen ? undefined : picked.data;
  return (
    <Select
      aria-label="选一张优惠券"
      placeholder={coupons.isSuccess && open.length === 0 ? '还没有发放中的券' : '选一张券'}
      loading={coupons.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      onChange={(id: string | null) => id !== null && onChange(id)}
      options={[
        ...(ended ? [{ value: ended.id, label: `${ended.rule.name}（现在没在发）` }] : []),
        ...open.map(({ id, rule, left }) => ({
          value: id,
          label: `${rule.name}（剩 ${count(left)} 张）`,
        })),
      ]}
    />
  );
};
