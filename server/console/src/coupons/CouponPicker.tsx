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
  return (
    <Select
      aria-label="选一张优惠券"
      placeholder={coupons.data?.items.length === 0 ? '还没有发放中的券' : '选一张券'}
      loading={coupons.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      onChange={(id: string | null) => id !== null && onChange(id)}
      options={(coupons.data?.items ?? []).map(({ id, rule, left }) => ({
        value: id,
        label: `${rule.name}（剩 ${count(left)} 张）`,
      }))}
    />
  );
};
