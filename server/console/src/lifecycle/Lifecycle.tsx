import { LAYER_NAMES } from '@kouyi/shared/types';
import { Link } from 'react-router';
import { type Out, useApi } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Formula, Meter } from '../ui/pieces';
import { count, percent } from '../ui/number';
import { when } from '../ui/when';
import './lifecycle.scss';

type Spread = Out<'lifecycle', 'distributions'>;

const yuan = (fen: number): string => count(Math.round(fen / 100));

/** `不到 0 元`, `0 元`, `1–50 元`, `1,000 元以上`. */
const stepName = ({ fromFen, toFen }: Spread['value'][number]): string => {
  if (fromFen < 0) return '不到 0 元';
  if (fromFen === 0 && toFen === 1) return '0 元';
  if (toFen === undefined) return `${yuan(fromFen)} 元以上`;
  return `${fromFen < 100 ? '0' : yuan(fromFen)}–${yuan(toFen)} 元`;
};

/** How many stand where; `to` leads to who they are. */
const Bars = ({ label, rows }: { label: string; rows: { name: string; people: number; to?: string }[] }) => {
  const all = rows.reduce((sum, { people }) => sum + people, 0);
  const most = Math.max(1, ...rows.map(({ people }) => people));
  return (
    <table className="bars" aria-label={label}>
      <thead className="unseen">
        <tr>
          {['在哪', '占比', '人数', '百分比'].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, people, to }) => (
          <tr key={name}>
            <th scope="row">
              {to && people > 0 ? (
                <Link className="link" to={to}>
                  {name}
                </Link>
              ) : (
                name
              )}
            </th>
            <td>
              <Meter className="plain" share={people / most} />
            </td>
            <td className="num">{count(people)}</td>
            <td className="num">{percent(people, all)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Recency against frequency: the deeper a cell, the more buyers are in it. */
const RfmGrid = ({ rfm }: { rfm: Spread['rfm'] }) => {
  const most = Math.max(1, ...rfm.map(({ people }) => people));
  const at = (recency: number, frequency: number): number =>
    rfm.find((cell) => cell.recency === recency && cell.frequency === frequency)?.people ?? 0;
  return (
    <table className="rfm-grid" aria-label="RFM 分布">
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">多久前买过、买过几次</span>
          </th>
          {[1, 2, 3, 4, 5].map((f) => (
            <th key={f} scope="col">
              {f === 1 ? 'F1 最少' : f === 5 ? 'F5 最多' : `F${f}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[5, 4, 3, 2, 1].map((r) => (
          <tr key={r}>
            <th scope="row">{r === 5 ? '最近 R5' : r === 1 ? '最久 R1' : `R${r}`}</th>
            {[1, 2, 3, 4, 5].map((f) => (
              <td key={f} style={{ '--depth': at(r, f) / most } as React.CSSProperties}>
                <span>{at(r, f) > 0 ? count(at(r, f)) : '·'}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const scaleWords = ({ recencyDays, orders, paidFen }: NonNullable<Spread['scale']>): string =>
  `R 的界线在 ${recencyDays.join('、')} 天，F 在 ${orders.join('、')} 单，M 在 ${paidFen.map(yuan).join('、')} 元`;

/** How people spread over layers, RFM and value; counted as events arrive. */
export const Lifecycle = () => {
  const can = useCan();
  const spread = useApi('lifecycle', 'distributions', {}, { everyMs: 5_000 });
  if (!spread.data)
    return (
      <Page title="分层与价值">
        {spread.isPending ? (
          <Bones lines={10} />
        ) : (
          <Failed failure={spread.error} retry={() => void spread.refetch()} />
        )}
      </Page>
    );
  const { people, layers, rfm, scale, value } = spread.data;
  const buyers = rfm.reduce((sum, cell) => sum + cell.people, 0);
  return (
    <Page title="分层与价值" lead={`${count(people)} 个人，现在各在哪一层、值多少；有事发生就跟着变。`}>
      {people === 0 ? (
        <Card>
          <Blank title="还没有人">有人进群或说话后，会自己出现在这里。</Blank>
        </Card>
      ) : (
        <div className="stack" style={{ gap: 18 }}>
          <div className="split">
            <Card
              title="生命周期"
              sub={`越往下越近；30 天没动静算沉睡，90 天算流失。${can('tags.create') ? '点一层，看是谁、存成人群。' : ''}`}
            >
              <Bars
                label="每一层的人数"
                rows={layers.map(({ layer, people: n }) => ({
                  name: LAYER_NAMES[layer],
                  people: n,
                  ...(can('tags.create') ? { to: `/segments/new?layer=${layer}` } : {}),
                }))}
              />
            </Card>
            <Card title="365 天价值" sub="毛利＋带来的成交－给出去的奖励">
              <Bars
                label="价值分布"
                rows={value.map((step) => ({ name: stepName(step), people: step.people }))}
              />
            </Card>
          </div>
          <Card
            title="RFM：最近买过没有，常不常买"
            sub={`一年里买过的 ${count(buyers)} 人，按最近一次购买和购买次数各分五档；颜色越深，人越多。`}
          >
            {buyers === 0 ? (
              <Blank title="一年里还没有人买过">有订单进来后，这里会按最近购买和购买次数分成格子。</Blank>
            ) : (
              <>
                <RfmGrid rfm={rfm} />
                <Formula>
                  {scale
                    ? `按买过的人五等分：${scaleWords(scale)}。${when(scale.at)} 重新分过。`
                    : '买过的人不到 50 位，先用通用的界线。'}
                </Formula>
              </>
            )}
          </Card>
        </div>
      )}
    </Page>
  );
};
