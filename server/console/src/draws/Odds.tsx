import type { OddsView } from '@kouyi/shared/contracts';
import { useRows } from '../api';
import { type Column, PagedTable } from '../ui/DataTable';
import { Blank, Card } from '../ui/pieces';
import { when } from '../ui/when';

const columns: Column<OddsView>[] = [
  { head: '版本', cell: ({ version }) => `第 ${version} 版`, width: 90 },
  { head: '从什么时候', cell: ({ since }) => when(since), width: 130 },
  { head: '为什么变', cell: ({ line }) => line },
  {
    head: '概率',
    cell: ({ rows }) => (
      <ul>
        {rows.map(({ prizeId, name, percent, left }) => (
          <li key={prizeId}>
            {name} <span className="num">{percent}</span>
            <span className="quiet">{left === undefined ? '' : ` 剩 ${left}`}</span>
          </li>
        ))}
      </ul>
    ),
  },
];

/** Every version of the odds, newest first: frozen, dated, kept. */
export const Odds = ({ id }: { id: string }) => {
  const odds = useRows('draws', 'odds', { id, limit: 20 });
  return (
    <Card title="概率的每一版" sub="每一抽都记着用的是哪一版；变了就是新的一版，公开写明为什么">
      <PagedTable
        label="概率的每一版"
        of={odds}
        columns={columns}
        keyOf={({ version }) => String(version)}
        blank={<Blank title="还没有公示过">开放盲盒时公布第一版。</Blank>}
      />
    </Card>
  );
};
