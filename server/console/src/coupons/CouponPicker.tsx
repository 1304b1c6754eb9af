import { useApi, useRows } from '../api';
import { FindPick, optionsOf, type PickProps } from '../ui/FindPick';
import { count } from '../ui/number';

const useOpen = (found: { q?: string }) =>
  optionsOf(useRows('coupons', 'list', { limit: 20, state: 'open', ...found }), ({ id, rule, left }) => ({
    value: id,
    label: `${rule.name}（剩 ${count(left)} 张）`,
  }));

/** What was picked once and is given out no more still has its name. */
const useNamed = (id: string | undefined) => {
  const { data } = useApi('coupons', 'get', { id: id ?? '' }, { enabled: id !== undefined });
  if (!data) return undefined;
  const how = data.state === 'open' ? `剩 ${count(data.left)} 张` : '现在没在发';
  return { value: data.id, label: `${data.rule.name}（${how}）` };
};

type Picking = Omit<PickProps, 'onChange'> & { onChange: (couponId: string) => void };

/** Picks a coupon that is given out now, found by name, with what is left of it. */
export const CouponPicker = ({ onChange, ...props }: Picking) => {
  const { rows, isLoading } = useOpen({});
  return (
    <FindPick
      {...props}
      name="选一张优惠券"
      placeholder={!isLoading && rows.length === 0 ? '还没有发放中的券' : '选一张券'}
      onChange={(id) => id !== undefined && onChange(id)}
      useFound={useOpen}
      useOne={useNamed}
    />
  );
};
