import { Button } from 'antd';
import { useState } from 'react';
import { type Out, useApi, useRows } from '../api';
import { useCan } from '../app/session';
import type { Column } from '../ui/DataTable';
import { ChoiceFilter, NameFilter, NoneFit, given } from '../ui/Filters';
import { Listing } from '../ui/Listing';
import { Blank, Pill } from '../ui/pieces';
import { useAsked, useParam } from '../ui/use';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';
import { ImportProducts } from './ImportProducts';
import { ProductForm } from './ProductForm';

type Product = Out<'products', 'list'>['items'][number];

const columns: Column<Product>[] = [
  {
    head: '商品',
    cell: ({ name, code, skus }) => (
      <>
        <strong>{name}</strong>
        <small>{[code, ...skus.filter((sku) => sku !== code)].join('、')}</small>
      </>
    ),
  },
  { head: '分类', cell: ({ category }) => category },
  { head: '价格', end: true, cell: ({ priceFen }) => money(priceFen) },
  { head: '成本', end: true, cell: ({ costFen }) => (costFen === undefined ? '–' : money(costFen)) },
  {
    head: '',
    cell: ({ onSale, hasPicture }) => (
      <span className="row" style={{ gap: 4 }}>
        {!onSale && <Pill>已下架</Pill>}
        {!hasPicture && <Pill tone="care">缺图</Pill>}
      </span>
    ),
  },
  { head: '最近改过', cell: ({ updatedAt }) => when(updatedAt) },
];

/** The catalogue: search, add, change, and take whole tables. */
export const ProductList = () => {
  const can = useCan();
  const asked = useAsked();
  const [category] = useParam('category');
  const categories = useApi('products', 'categories', {});
  const rows = useRows('products', 'list', { limit: 50, ...given({ q: asked, category }) });
  const [edited, setEdited] = useState<Product | 'new'>();
  const [importing, setImporting] = useState(false);
  const writes = can('products.write');
  return (
    <>
      <Listing
        label="商品"
        of={rows}
        columns={columns}
        onOpen={writes ? setEdited : undefined}
        filters={
          <>
            <NameFilter of="商品" by="按名称或编码找" />
            <ChoiceFilter
              name="分类"
              param="category"
              all="全部分类"
              width={140}
              options={(categories.data?.items ?? []).map((value) => ({ value, label: value }))}
            />
          </>
        }
        acts={
          writes && (
            <>
              <Button onClick={() => setImporting(true)}>从表格导入</Button>
              <Button type="primary" onClick={() => setEdited('new')}>
                添加商品
              </Button>
            </>
          )
        }
        blank={
          asked || category ? (
            <NoneFit of="商品" to="/products" hint="换个写法或分类试试。" />
          ) : (
            <Blank title="还没有商品">添加商品或导入表格后，订单才能对上号，KOC 才能生成海报。</Blank>
          )
        }
      />
      <ProductForm
        key={edited === 'new' ? 'new' : (edited?.id ?? 'none')}
        product={edited === 'new' ? undefined : edited}
        open={edited !== undefined}
        categories={categories.data?.items ?? []}
        onClose={() => setEdited(undefined)}
      />
      <ImportProducts open={importing} onClose={() => setImporting(false)} />
    </>
  );
};
