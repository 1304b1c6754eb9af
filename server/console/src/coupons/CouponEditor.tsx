import type { CouponView } from '@kouyi/shared/contracts';
import { COUPON_KIND_NAMES, type CouponRule } from '@kouyi/shared/types';
import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useLocation, useParams } from 'react-router';
import { Problems, refusedField } from '../activities/editor/Field';
import { useApi, useRequestKey, useSend } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useUnsaved } from '../app/unsaved';
import { Overtaken, heldStill, useWriting } from '../app/writing';
import { Bones } from '../ui/Bones';
import { Card, Facts, Failed, Notice, Tag, Trouble } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo, useStill } from '../ui/use';
import { money } from '../ui/Yuan';
import { CouponCard } from './CouponCard';
import { CouponForm } from './CouponForm';
import { CouponPill } from './CouponList';
import '../activities/editor/editor.scss';
import '../activities/words.scss';

/** Whether the server can read it: dates that were not picked yet can't be sent. */
const hasDates = ({ validity }: CouponRule): boolean =>
  validity.kind === 'days' || (validity.from !== '' && validity.until !== '');

const Editing = ({
  given,
  coupon,
  onMoved,
}: {
  given: CouponRule;
  coupon?: CouponView;
  /** The coupon is another than the one that was saved upon: it is to be read again. */
  onMoved?: () => void;
}) => {
  const go = useGo();
  const { message } = App.useApp();
  const writing = useWriting(given, coupon?.version ?? 0);
  const { mine: rule, unchanged } = writing;
  const keyOf = useRequestKey();
  const still = useStill(rule, 350);
  const preview = useApi('coupons', 'preview', { rule: still }, { keep: true, enabled: hasDates(still) });
  const done = ({ id }: CouponView): void => {
    saved();
    void message.info('存好了');
    go(`/coupons/${id}`);
  };
  const create = useSend('coupons', 'create', { then: done });
  const update = useSend('coupons', 'update', { then: done });
  const saved = useUnsaved(!unchanged && !create.isSuccess && !update.isSuccess);
  const failure = create.error ?? update.error;
  const seen = preview.data;
  const problems = useMemo(
    () => [...refusedField(failure, 'rule'), ...(seen?.problems ?? [])],
    [failure, seen],
  );
  return (
    <Page
      keeps
      title={rule.name || '新的券'}
      state={coupon && <CouponPill state={coupon.state} />}
      back={
        coupon
          ? { name: '回到这张券', to: `/coupons/${coupon.id}` }
          : { name: '换个模板', to: '/coupons/new' }
      }
      acts={
        <Button
          type="primary"
          disabled={!hasDates(rule) || (coupon !== undefined && unchanged)}
          loading={create.isPending || update.isPending}
          onClick={() =>
            coupon
              ? update.mutate({ id: coupon.id, version: writing.base, rule }, { onError: () => onMoved?.() })
              : create.mutate({ rule, requestKey: keyOf(rule) })
          }
        >
          {coupon ? '存好' : '存成草稿'}
        </Button>
      }
    >
      <div className="stack" style={{ marginBottom: 14 }}>
        {coupon && coupon.issued > 0 && (
          <Notice tone="info">
            已经发出去的 {count(coupon.issued)} 张照原来的说法有效，改动只对以后发的起作用。
          </Notice>
        )}
        {!update.isSuccess && <Overtaken of={writing} onChosen={update.reset} />}
        <Trouble failure={writing.newer === undefined ? failure : null} />
      </div>
      <Problems.Provider value={problems}>
        <div className="editor" {...heldStill(create.isPending || update.isPending)}>
          <CouponForm rule={rule} change={(part) => writing.set((now) => ({ ...now, ...part }))} />
          <aside aria-label="预览" tabIndex={0}>
            <div className="stack">
              {!seen && preview.error && (
                <Failed failure={preview.error} retry={() => void preview.refetch()} />
              )}
              {seen ? (
                <>
                  {seen.problems.length > 0 && (
                    <Notice>
                      还差 {seen.problems.length} 处才能发：{seen.problems[0]!.message}
                    </Notice>
                  )}
                  <Card title="顾客拿到的是">
                    <CouponCard face={seen.face} />
                  </Card>
                  <Card title="最多花多少" sub="全部发完、全部用掉">
                    <Facts of={[['最坏情况', money(seen.worstCostFen)]]} />
                    {seen.groupQuota.length > 0 && (
                      <>
                        <p className="quiet" style={{ margin: '12px 0 6px' }}>
                          每个群分到（向下取整，至少一张）
                        </p>
                        <Facts
                          of={seen.groupQuota.map(({ groupName, members, quota }) => [
                            `${groupName}（${count(members)} 人）`,
                            `${count(quota)} 张`,
                          ])}
                        />
                      </>
                    )}
                  </Card>
                </>
              ) : (
                !preview.error && <Bones lines={6} />
              )}
            </div>
          </aside>
        </div>
      </Problems.Provider>
    </Page>
  );
};

const Templates = () => {
  const go = useGo();
  return (
    <Page
      title="做一张券"
      back={{ name: '优惠券', to: '/coupons' }}
      lead="先挑一个最像的，都能改；存好之前什么都不会发出去。"
    >
      <div className="templates">
        {COUPON_TEMPLATES.map(({ id, title, why, rule }) => (
          <button key={id} type="button" onClick={() => go('/coupons/new', { rule })}>
            <span>
              <Tag>{rule.perGroup ? '按群限量' : COUPON_KIND_NAMES[rule.terms.kind]}</Tag>
            </span>
            <b>{title}</b>
            <p>{why}</p>
          </button>
        ))}
      </div>
    </Page>
  );
};

const Known = ({ id }: { id: string }) => {
  const coupon = useApi('coupons', 'get', { id });
  if (coupon.data)
    return <Editing given={coupon.data.rule} coupon={coupon.data} onMoved={() => void coupon.refetch()} />;
  return <NotYet title="改优惠券" back={{ name: '优惠券', to: '/coupons' }} of={coupon} />;
};

/** The editor of a new coupon (from a template) or of one that exists. */
export const CouponEditor = () => {
  const { id } = useParams();
  const place = useLocation();
  const given = (place.state as { rule?: CouponRule } | null)?.rule;
  if (id !== undefined) return <Known id={id} />;
  return given ? <Editing key={place.key} given={given} /> : <Templates />;
};
