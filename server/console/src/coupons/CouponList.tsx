import type { CouponView } from '@kouyi/shared/contracts';
import { COUPON_KIND_NAMES, COUPON_STATES, COUPON_STATE_NAMES, type CouponState } from '@kouyi/shared/types';
import { Button } from 'antd';
import { useRows } from '../api';
import { Page } from '../app/Page';
import { IfCan, useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { ChoiceFilter, NameFilter, NoneFit, choices, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Meter, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { useAsked, useGo, useParam } from '../ui/use';

const TONES = { draft: undefined, open: 'live', paused: 'care', ended: undefined } as const;

/** The state of a coupon in a word. */
export const CouponPill = ({ state }: { state: CouponState }) => (
  <Pill tone={TONES[state]}>{COUPON_STATE_NAMES[state]}</Pill>
);

const columns: Column<CouponView>[] = [
  {
    head: '优惠券',
    cell: ({ face }) => (
      <>
        <strong>{face.name || '还没起名'}</strong>
        <small>
          {face.headline} · {face.condition}
        </small>
      </>
    ),
  },
  { head: '类型', cell: ({ rule }) => COUPON_KIND_NAMES[rule.terms.kind], width: 90 },
  { head: '状态', cell: ({ state }) => <CouponPill state={state} />, width: 100 },
  { head: '归谁', cell: ({ unitName }) => unitName, width: 110 },
  {
    head: '发出 / 库存',
    cell: ({ issued, rule }) => (
      <>
        <Meter className="thin" share={rule.stock > 0 ? issued / rule.stock : 0} />
        <span className="of-stock">
          {count(issued)} / {count(rule.stock)}
        </span>
      </>
    ),
    end: true,
    wide: true,
    width: 230,
  },
  {
    head: '还能发',
    cell: ({ left, reserved }) => (
      <>
        {count(left)}
        {reserved > 0 && <small>另有 {count(reserved)} 张已许给活动或盲盒</small>}
      </>
    ),
    end: true,
    width: 130,
  },
];

/** Every coupon, newest first; filters stay in the address. */
export const CouponList = () => {
  const go = useGo();
  const can = useCan();
  const [state] = useParam('state');
  const filters = given({ state: state as CouponState | '', q: useAsked() });
  const rows = useRows('coupons', 'list', { limit: 50, ...filters }, { everyMs: 15_000 });
  return (
    <Page
      title="优惠券"
      acts={
        <>
          <IfCan right="redeem.use">
            <Button onClick={() => go('/redeem')}>去核销</Button>
          </IfCan>
          <IfCan right="coupons.write">
            <Button type="primary" onClick={() => go('/coupons/new')}>
              做一张券
            </Button>
          </IfCan>
        </>
      }
    >
      <Listing
        label="优惠券"
        of={rows}
        columns={columns}
        onOpen={({ id }) => go(`/coupons/${id}`)}
        filters={
          <>
            <NameFilter of="优惠券" />
            <ChoiceFilter
              name="状态"
              param="state"
              all="全部状态"
              options={choices(COUPON_STATES, COUPON_STATE_NAMES)}
            />
          </>
        }
        blank={
          Object.keys(filters).length > 0 ? (
            <NoneFit of="券" to="/coupons" />
          ) : (
            <Blank
              title="还没有优惠券"
              action={
                can('coupons.write') && <Button onClick={() => go('/coupons/new')}>从模板做一张</Button>
              }
            >
              满减、折扣、到店换礼都行；发多少、花多少，先看清楚再发。
            </Blank>
          )
        }
      />
    </Page>
  );
};
