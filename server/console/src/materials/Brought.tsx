import { shanghaiInstant, textToDay } from '@kouyi/shared/rules/time';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { Out } from '../api';
import { ChartCard } from '../ui/ChartCard';
import { DataTable } from '../ui/DataTable';
import { count, percent } from '../ui/number';
import { Blank, Card, Figure } from '../ui/pieces';
import { when, wholeDays } from '../ui/when';
import { money } from '../ui/Yuan';

const atOf = (day: string): number => shanghaiInstant(textToDay(day) ?? 0).getTime();

/** What a material brought: its figures, its days, who forwarded it most, and its versions. */
export const Brought = ({ of: { material, days, top, versions } }: { of: Out<'materials', 'get'> }) => {
  const points = useMemo(
    () => days.map(({ day, forwards }) => ({ at: atOf(day), counted: forwards })),
    [days],
  );
  const { brought } = material;
  return (
    <div className="stack" style={{ gap: 18 }}>
      <div className="figures">
        <Figure lead label="转发" value={count(brought.forwards)} note="同一位 KOC 一天算一次" />
        <Figure label="转发的 KOC" value={count(brought.people)} />
        <Figure label="来访" value={count(brought.visits)} note="从 TA 们的链接进小程序" />
        <Figure
          label="订单"
          value={count(brought.orders)}
          note={brought.visits > 0 ? `占来访 ${percent(brought.orders, brought.visits)}` : undefined}
        />
        <Figure label="成交" value={money(brought.paidFen)} note="付了又没退的" />
      </div>
      <div className="split">
        <ChartCard
          title="最近 30 天的转发（次）"
          file="最近 30 天的转发"
          label="每天的转发"
          points={points}
          words={wholeDays}
          unit="次"
          blank="还没有人转。"
          table={() => (
            <DataTable
              label="每天的转发"
              rows={days.filter(({ forwards }) => forwards > 0).reverse()}
              keyOf={({ day }) => day}
              columns={[
                { head: '日期', cell: ({ day }) => day },
                { head: '转发', cell: ({ forwards }) => count(forwards), end: true },
              ]}
            />
          )}
        />
        <div className="stack">
          <Card title="谁转得最多">
            {top.length === 0 ? (
              <Blank title="还没有人转">发布之后，KOC 在小程序里就能看到。</Blank>
            ) : (
              <DataTable
                label="谁转得最多"
                rows={top}
                keyOf={({ kocId }) => kocId}
                columns={[
                  {
                    head: 'KOC',
                    cell: ({ kocId, nickname }) => <Link to={`/people/${kocId}`}>{nickname}</Link>,
                  },
                  { head: '转发', cell: ({ forwards }) => count(forwards), end: true },
                  { head: '来访', cell: ({ visits }) => count(visits), end: true },
                ]}
              />
            )}
          </Card>
          {versions.length > 0 && (
            <Card title="发布过的版本">
              <DataTable
                label="发布过的版本"
                rows={versions}
                keyOf={({ version }) => String(version)}
                columns={[
                  { head: '版本', cell: ({ version, title }) => `${version} · ${title}` },
                  { head: '什么时候', cell: ({ at, by }) => `${when(at)} · ${by}` },
                ]}
              />
            </Card>
          )}
        </div>
      </div>
    </div>
  );
};
