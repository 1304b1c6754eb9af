import { COMMISSION_STATE_NAMES, ORDER_STATE_NAMES } from '@kouyi/shared/types';
import { Link, useParams } from 'react-router';
import { type Out, useApi } from '../api';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { DataTable } from '../ui/DataTable';
import { Blank, Card, Facts, Figure, Notice, Pill } from '../ui/pieces';
import { clockSeconds, dayWords, when } from '../ui/when';
import { money } from '../ui/Yuan';
import { COMMISSION_TONES, STATE_TONES } from './words';

type Whole = Out<'orders', 'get'>;
const BACK = { name: '订单', to: '/orders' };

const Decision = ({ decision }: { decision: NonNullable<Whole['decision']> }) => (
  <Card
    title={decision.kocName ? `归 ${decision.kocName}` : '不归谁'}
    sub={`${when(decision.decidedAt)} 判定${decision.decidedBy ? `，${decision.decidedBy} 裁定` : ''}`}
  >
    <p style={{ marginBottom: decision.touches.length > 0 ? 12 : 0 }}>{decision.words}</p>
    {decision.secondKocName && <p className="quiet">上级 {decision.secondKocName} 也分一份。</p>}
    {decision.touches.length > 0 && (
      <DataTable
        label="考虑过的触点"
        rows={decision.touches.map((touch, i) => ({ ...touch, key: String(i) }))}
        keyOf={({ key }) => key}
        columns={[
          { head: '什么时候', cell: ({ at }) => `${dayWords(at)} ${clockSeconds(at)}` },
          { head: '谁的', cell: ({ kocName, code }) => `${kocName} · ${code}` },
          {
            head: '算不算',
            cell: ({ counted, verdict }) => (counted ? <Pill tone="good">{verdict}</Pill> : verdict),
          },
        ]}
      />
    )}
  </Card>
);

const Commission = ({
  commission,
  items,
}: {
  commission: NonNullable<Whole['commission']>;
  items: Whole['items'];
}) => (
  <Card
    title="佣金"
    sub={
      commission.state === 'pending'
        ? `售后期到 ${when(commission.availableAt)}，之后到账`
        : commission.state === 'available'
          ? `${when(commission.availableAt)} 到账`
          : '没有佣金，或已随退款取消'
    }
    extra={
      <Link className="link" to={`/ledger?key=${encodeURIComponent(commission.keyPrefix)}`}>
        看这一单的每一笔账
      </Link>
    }
  >
    <div className="stack">
      <DataTable
        label="各得多少"
        rows={commission.parts}
        keyOf={({ kocId, level }) => `${kocId}-${level}`}
        columns={[
          {
            head: '谁',
            cell: ({ kocId, kocName, level }) => (
              <>
                <Link to={`/people/${kocId}`}>{kocName}</Link>
                <small>{level === 1 ? '成交' : '上级'}</small>
              </>
            ),
          },
          { head: '原来', end: true, cell: ({ wholeFen }) => money(wholeFen) },
          { head: '退款后', end: true, cell: ({ keptFen }) => <strong>{money(keptFen)}</strong> },
        ]}
      />
      <DataTable
        label="每件怎么算的"
        rows={commission.lines.map((line, i) => ({ ...line, key: String(i) }))}
        keyOf={({ key }) => key}
        columns={[
          { head: '哪件', cell: ({ sku }) => items.find((item) => item.sku === sku)?.name ?? sku },
          { head: '实付', end: true, cell: ({ paidFen }) => money(paidFen) },
          { head: '佣金', end: true, cell: ({ commissionFen }) => money(commissionFen) },
          { head: '按哪条规则', cell: ({ words }) => words },
        ]}
      />
    </div>
  </Card>
);

/** One order: what was bought and refunded, whose it is and why, what it pays. */
export const OrderPage = () => {
  const { id = '' } = useParams();
  const asked = useApi('orders', 'get', { id }, { everyMs: 10_000 });
  if (!asked.data) return <NotYet title="订单" back={BACK} of={asked} />;
  const {
    order,
    items,
    refunds,
    history,
    decision,
    commission,
    couponCode,
    couponNote,
    refCode,
    buyerFoundAt,
    otherFields,
  } = asked.data;
  return (
    <Page
      title={`订单 ${order.number}`}
      back={BACK}
      state={<Pill tone={STATE_TONES[order.state]}>{ORDER_STATE_NAMES[order.state]}</Pill>}
    >
      <div className="stack">
        {order.state === 'incomplete' && (
          <Notice tone="info">先到了发货或退款，付款信息还没到；到了就自动算佣金。</Notice>
        )}
        <div className="figures">
          <Figure
            label="实付"
            value={money(order.paidFen)}
            note={order.paidAt && `${when(order.paidAt)} 付款`}
          />
          <Figure
            label="退了"
            value={money(order.refundedFen)}
            note={refunds.length > 0 ? `${refunds.length} 次退款` : '没有退过'}
          />
          <Figure
            label="佣金"
            value={money(commission?.keptFen ?? 0)}
            note={
              commission ? (
                <Pill tone={COMMISSION_TONES[commission.state]}>
                  {COMMISSION_STATE_NAMES[commission.state]}
                </Pill>
              ) : (
                '这一单不付佣金'
              )
            }
          />
        </div>
        {decision ? (
          <Decision decision={decision} />
        ) : (
          <Card title="归谁">
            <Blank title="还没有判定">付款信息到了以后，几秒内会判定。</Blank>
          </Card>
        )}
        {commission && <Commission commission={commission} items={items} />}
        <Card title="买了什么">
          <DataTable
            label="商品"
            rows={items}
            keyOf={({ lineId }) => lineId}
            columns={[
              { head: '商品', cell: ({ name, sku }) => name ?? sku },
              { head: '件数', end: true, cell: ({ quantity }) => quantity },
              { head: '实付', end: true, cell: ({ paidFen }) => money(paidFen) },
              {
                head: '退了',
                end: true,
                cell: ({ refundedFen }) => (refundedFen ? money(refundedFen) : '–'),
              },
            ]}
          />
        </Card>
        <Card title="来龙去脉">
          <Facts
            of={[
              [
                '买家',
                order.personId ? (
                  <Link className="link" to={`/people/${order.personId}`}>
                    {order.nickname ?? '没有昵称'}
                  </Link>
                ) : (
                  '不知道是谁'
                ),
              ],
              ['店铺', order.shop],
              ...(refCode ? ([['推荐码', refCode]] as [string, string][]) : []),
              ...(couponCode
                ? ([['优惠码', couponNote ? `${couponCode}（${couponNote}）` : couponCode]] as [
                    string,
                    string,
                  ][])
                : []),
              ...refunds.map(({ refundId, at, amountFen, counted }): [string, string] => [
                `退款 ${refundId}`,
                `${when(at)} ${money(amountFen)}${counted ? '' : '（超过实付，没有计入）'}`,
              ]),
              ...history.map(({ state, at }): [string, string] => [when(at), ORDER_STATE_NAMES[state]]),
              ...(buyerFoundAt
                ? ([[when(buyerFoundAt), '买家登录了小程序，这时才认出是谁；归属按新情况重新判了一次']] as [
                    string,
                    string,
                  ][])
                : []),
              ...(otherFields.length > 0
                ? ([['商城还发来', `${otherFields.join('、')}（加密存着，不显示）`]] as [string, string][])
                : []),
            ]}
          />
        </Card>
      </div>
    </Page>
  );
};
