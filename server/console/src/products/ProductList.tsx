import { App, AutoComplete, Button, Form, Input, Select, Switch, Upload } from 'antd';
import { useState } from 'react';
import { type Out, sentenceOf, useApi, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { base64Of } from '../ui/base64';
import { type Column, DataTable, PagedTable } from '../ui/DataTable';
import { FormModal } from '../ui/FormModal';
import { ImportBox } from '../ui/ImportBox';
import { Blank, Card, Pill } from '../ui/pieces';
import { useParam, useStill } from '../ui/use';
import { when } from '../ui/when';
import { money, YuanInput } from '../ui/Yuan';

type Product = Out<'products', 'list'>['items'][number];
type ImportRow = Out<'products', 'importCsv'>['rows'][number];

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
  const [q, setQ] = useParam('q');
  const [category, setCategory] = useParam('category');
  const asked = useStill(q);
  const categories = useApi('products', 'categories', {});
  const rows = useRows('products', 'list', {
    limit: 50,
    ...(asked ? { q: asked } : {}),
    ...(category ? { category } : {}),
  });
  const [edited, setEdited] = useState<Product | 'new'>();
  const [importing, setImporting] = useState(false);
  const writes = can('products.write');
  return (
    <>
      <div className="filters">
        <Input
          allowClear
          placeholder="商品名或编码"
          aria-label="找商品"
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
        <Select
          allowClear
          placeholder="全部分类"
          aria-label="分类"
          style={{ minWidth: 140 }}
          value={category || null}
          onChange={(value: string | null) => setCategory(value ?? '')}
          options={(categories.data?.items ?? []).map((value) => ({ value, label: value }))}
        />
        {writes && (
          <span className="push row">
            <Button onClick={() => setImporting(true)}>从表格导入</Button>
            <Button type="primary" onClick={() => setEdited('new')}>
              添加商品
            </Button>
          </span>
        )}
      </div>
      <Card>
        <PagedTable
          label="商品"
          of={rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={writes ? setEdited : undefined}
          blank={
            <Blank title={asked || category ? '没找到这个商品' : '还没有商品'}>
              {asked || category
                ? '换个写法试试。'
                : '添加商品或导入表格后，订单才能对上号，KOC 才能生成海报。'}
            </Blank>
          }
        />
      </Card>
      <Edit
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

interface Wish {
  code: string;
  name: string;
  category: string;
  priceFen: number;
  costFen?: number;
  skus?: string[];
  page?: string;
  onSale: boolean;
}

/** antd hands value and onChange to whatever stands in a Form.Item. */
const YuanField = ({
  label,
  value,
  onChange = () => undefined,
}: {
  label: string;
  value?: number;
  onChange?: (fen?: number) => void;
}) => <YuanInput label={label} value={value} onChange={onChange} />;

const Edit = ({
  product,
  open,
  categories,
  onClose,
}: {
  product: Product | undefined;
  open: boolean;
  categories: string[];
  onClose: () => void;
}) => {
  const { message } = App.useApp();
  const save = useSend('products', 'save', {
    then: ({ name }) => {
      onClose();
      void message.info(`「${name}」存好了`);
    },
  });
  return (
    <FormModal<Wish>
      title={product ? `改「${product.name}」` : '添加商品'}
      open={open}
      ok="存好"
      initial={
        product ? { ...product, skus: product.skus.filter((sku) => sku !== product.code) } : { onSale: true }
      }
      busy={save.isPending}
      failure={save.error}
      onClose={onClose}
      onFinish={({ costFen, page, skus = [], ...wish }) =>
        save.mutate({
          ...wish,
          skus,
          ...(costFen === undefined ? {} : { costFen }),
          ...(page ? { page } : {}),
        })
      }
    >
      <Form.Item
        name="code"
        label="商品编码（订单里用的，定了不改）"
        rules={[{ required: true, pattern: /^[\w.-]{1,40}$/, message: '字母、数字、点、横线，最多 40 个' }]}
      >
        <Input disabled={product !== undefined} placeholder="比如：JH-50ML" />
      </Form.Item>
      <Form.Item name="name" label="名称" rules={[{ required: true, max: 80, message: '最多 80 个字' }]}>
        <Input />
      </Form.Item>
      <Form.Item name="category" label="分类" rules={[{ required: true, max: 40, message: '写一个分类' }]}>
        <AutoComplete options={categories.map((value) => ({ value }))} />
      </Form.Item>
      <Form.Item name="priceFen" label="价格" rules={[{ required: true, message: '写上价格' }]}>
        <YuanField label="价格" />
      </Form.Item>
      <Form.Item name="costFen" label="成本（只有你们看得到）">
        <YuanField label="成本" />
      </Form.Item>
      <Form.Item name="skus" label="还有哪些 SKU 算它">
        <Select
          mode="tags"
          open={false}
          suffix={null}
          placeholder="写一个，按回车"
          tokenSeparators={[',', '，', ' ']}
        />
      </Form.Item>
      <Form.Item name="page" label="小程序商品页">
        <Input placeholder="pages/goods/detail?id=…" />
      </Form.Item>
      <Form.Item name="onSale" label="在售" valuePropName="checked">
        <Switch />
      </Form.Item>
      {product && <Picture product={product} />}
    </FormModal>
  );
};

const Picture = ({ product }: { product: Product }) => {
  const { message } = App.useApp();
  const [version, setVersion] = useState(product.updatedAt);
  const [has, setHas] = useState(product.hasPicture);
  const set = useSend('products', 'setPicture', {
    then: ({ updatedAt }) => {
      setVersion(updatedAt);
      setHas(true);
    },
  });
  const take = async (file: File): Promise<void> => {
    if (file.size > 1_000_000) {
      void message.warning('图片超过 1 MB，压小一点再传。');
      return;
    }
    set.mutate(
      { id: product.id, base64: await base64Of(file) },
      { onError: (failure) => void message.warning(sentenceOf(failure)) },
    );
  };
  return (
    <div className="row">
      {has && (
        <img
          src={`/api/public/products/${product.id}/picture?v=${encodeURIComponent(version)}`}
          alt={`${product.name} 的图`}
          style={{ width: 72, height: 72, objectFit: 'cover', borderRadius: 8 }}
        />
      )}
      <Upload
        accept="image/png,image/jpeg,image/webp"
        showUploadList={false}
        beforeUpload={(file) => {
          void take(file);
          return false;
        }}
      >
        <Button loading={set.isPending}>{has ? '换一张图' : '传一张图（海报上用）'}</Button>
      </Upload>
    </div>
  );
};

const EFFECTS: Record<ImportRow['effect'], { tone?: 'good' | 'care' | 'info'; name: string }> = {
  new: { tone: 'good', name: '新商品' },
  changed: { tone: 'info', name: '会改' },
  same: { name: '没变' },
  wrong: { tone: 'care', name: '要改' },
};

const ImportProducts = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const tryOut = useSend('products', 'importCsv');
  const save = useSend('products', 'importCsv', {
    then: ({ saved }) => {
      onClose();
      void message.info(`存了 ${saved} 个商品`);
    },
  });
  const rows = tryOut.data?.rows ?? [];
  const bad = rows.filter(({ effect }) => effect === 'wrong').length;
  return (
    <ImportBox
      title="从表格导入商品"
      lead="表头：商品编码、名称、分类、价格，可以有成本、SKU、页面、在售。UTF-8 或 GBK"
      open={open}
      ok={`存 ${rows.length - bad} 行`}
      ready={rows.length > 0 && bad === 0}
      busy={tryOut.isPending || save.isPending}
      failure={tryOut.error ?? save.error}
      onFile={(base64) => tryOut.mutate({ base64, dryRun: true })}
      onTake={(base64) => save.mutate({ base64, dryRun: false })}
      onClose={onClose}
      shown={
        rows.length > 0 && (
          <DataTable
            label="试读结果"
            rows={rows}
            keyOf={({ line }) => String(line)}
            columns={[
              { head: '行', cell: ({ line }) => line, width: 60 },
              { head: '商品', cell: ({ code, name }) => `${name} ${code}` },
              {
                head: '会怎样',
                cell: ({ effect, problems }) => (
                  <>
                    <Pill tone={EFFECTS[effect].tone}>{EFFECTS[effect].name}</Pill>
                    {problems.map((problem) => (
                      <small key={problem} className="amber">
                        {problem}
                      </small>
                    ))}
                  </>
                ),
              },
            ]}
          />
        )
      }
    />
  );
};
