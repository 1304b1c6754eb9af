import { KOC_TIER_NAMES, KOC_TIERS, type KocTier } from '@kouyi/shared/types';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { type Out, useSend } from '../api';
import { KocPick } from '../commission/KocPick';
import { type Column, DataTable } from '../ui/DataTable';
import { Blank, Card, Figure, Trouble } from '../ui/pieces';
import { money, YuanInput } from '../ui/Yuan';

type Line = Out<'commission', 'tryOut'>['lines'][number];
interface Item {
  key: number;
  sku: string;
  quantity: number;
  paidFen: number | undefined;
}
const blank = (key: number): Item => ({ key, sku: '', quantity: 1, paidFen: undefined });

const columns: Column<Line>[] = [
  { head: '商品', cell: ({ sku, productName }) => productName ?? sku },
  { head: '实付', end: true, cell: ({ paidFen }) => money(paidFen) },
  { head: '佣金', end: true, cell: ({ commissionFen }) => <strong>{money(commissionFen)}</strong> },
  {
    head: '按哪条规则',
    cell: ({ words, others }) => (
      <>
        {words}
        {others.map((other) => (
          <small key={other}>让开的：{other}</small>
        ))}
      </>
    ),
  },
];

/** What would this order pay? Nothing is saved. */
export const TryOut = () => {
  const [kocId, setKoc] = useState<string>();
  const [tier, setTier] = useState<KocTier>('starter');
  const [items, setItems] = useState<Item[]>([blank(1)]);
  const tryOut = useSend('commission', 'tryOut');
  const change = (key: number, more: Partial<Item>): void =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, ...more } : item)));
  const full = items.flatMap(({ sku, quantity, paidFen }) =>
    sku.trim() === '' || paidFen === undefined ? [] : [{ sku: sku.trim(), quantity, paidFen }],
  );
  return (
    <div className="stack">
      <Card title="这一单会付多少佣金？" sub="只是算给你看，什么都不会存。">
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (full.length > 0 && !tryOut.isPending)
              tryOut.mutate({ ...(kocId ? { kocId } : { tier }), items: full });
          }}
        >
          <div className="row">
            <KocPick value={kocId} onChange={setKoc} />
            {kocId === undefined && (
              <Select<KocTier>
                aria-label="等级"
                value={tier}
                onChange={setTier}
                options={KOC_TIERS.map((value) => ({ value, label: `${KOC_TIER_NAMES[value]} KOC` }))}
              />
            )}
          </div>
          {items.map(({ key, sku, quantity, paidFen }) => (
            <div className="row" key={key}>
              <Input
                aria-label="SKU"
                placeholder="SKU 或商品编码"
                style={{ width: 200 }}
                value={sku}
                onChange={({ target }) => change(key, { sku: target.value })}
              />
              <InputNumber
                aria-label="件数"
                min={1}
                max={10_000}
                precision={0}
                suffix="件"
                value={quantity}
                onChange={(value) => change(key, { quantity: value ?? 1 })}
              />
              <YuanInput
                label="实付"
                placeholder="实付"
                value={paidFen}
                onChange={(value) => change(key, { paidFen: value })}
              />
              {items.length > 1 && (
                <Button type="text" onClick={() => setItems(items.filter((item) => item.key !== key))}>
                  去掉
                </Button>
              )}
            </div>
          ))}
          <div className="row">
            <Button onClick={() => setItems([...items, blank(Math.max(...items.map(({ key }) => key)) + 1)])}>
              再加一件
            </Button>
            <Button type="primary" htmlType="submit" disabled={full.length === 0} loading={tryOut.isPending}>
              算一算
            </Button>
          </div>
          <Trouble failure={tryOut.error} />
        </form>
      </Card>
      {tryOut.data ? (
        <>
          <div className="figures">
            <Figure label="这一单的佣金" value={money(tryOut.data.commissionFen)} />
            {tryOut.data.parts.map(({ level, name, fen }) => (
              <Figure
                key={level}
                label={level === 1 ? '成交的 KOC' : '带 TA 的上级'}
                value={money(fen)}
                note={name}
              />
            ))}
          </div>
          <Card title="一件一件看">
            <DataTable
              label="试算结果"
              rows={tryOut.data.lines.map((line, i) => ({ ...line, key: String(i) }))}
              columns={columns}
              keyOf={({ key }) => key}
            />
          </Card>
        </>
      ) : (
        <Card>
          <Blank title="填一件商品和实付金额">比如按「金叶」等级，算一瓶精华打折后付多少。</Blank>
        </Card>
      )}
    </div>
  );
};
