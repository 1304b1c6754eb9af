import { KOC_TIER_NAMES, KOC_TIERS, type KocTier } from '@kouyi/shared/types';
import { App, Button, DatePicker, Form, Input, InputNumber, Segmented, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { type Out, sentenceOf, useApi, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { type Column, PagedTable } from '../ui/DataTable';
import { PickFilter, usePicked } from '../ui/Filters';
import { FormModal } from '../ui/FormModal';
import { Blank, Card } from '../ui/pieces';
import { fromPicker, when } from '../ui/when';
import { ProductPick } from './ProductPick';

type Rule = Out<'products', 'rules'>['items'][number];

const SHOWN = [
  { value: 'now', label: '在用和将用' },
  { value: 'ended', label: '已结束' },
] as const;

/** Rules in the order of precedence; they are ended, never edited. */
export const Rules = () => {
  const can = useCan();
  const { message, modal } = App.useApp();
  const [which] = usePicked('which', SHOWN);
  const rules = useRows('products', 'rules', { limit: 50, ended: which === 'ended' ? 'yes' : 'no' });
  const [adding, setAdding] = useState(false);
  const end = useSend('products', 'endRule', { refresh: ['commission'] });
  const ask = ({ id, name }: Rule): void =>
    void modal.confirm({
      title: `从现在起结束「${name}」？`,
      content: '已经付款的订单照旧；之后付款的订单按剩下的规则算。',
      okText: '结束',
      cancelText: '先不',
      onOk: () => end.mutate({ id }, { onError: (failure) => void message.warning(sentenceOf(failure)) }),
    });
  const columns: Column<Rule>[] = [
    {
      head: '规则',
      cell: ({ name, words }) => (
        <>
          <strong>{name}</strong>
          <small>{words}</small>
        </>
      ),
    },
    {
      head: '什么时候',
      wide: true,
      cell: ({ from, to }) => `${when(from)} 起${to ? `，到 ${when(to)}` : ''}`,
    },
    {
      head: '',
      end: true,
      cell: (rule) =>
        can('products.write') &&
        which !== 'ended' && (
          <Button size="small" onClick={() => ask(rule)}>
            结束
          </Button>
        ),
    },
  ];
  return (
    <>
      <div className="filters">
        <PickFilter name="哪些" param="which" options={SHOWN} />
        {can('products.write') && (
          <Button type="primary" className="push" onClick={() => setAdding(true)}>
            加一条规则
          </Button>
        )}
      </div>
      <Card
        title="谁说了算"
        sub="指定商品的先于指定分类，指定分类的先于全部商品；一样细时指定等级的优先；再一样，后开始的优先。排在上面的优先。"
      >
        <PagedTable
          label="佣金规则"
          of={rules}
          columns={columns}
          keyOf={({ id }) => id}
          blank={
            <Blank title={which === 'ended' ? '没有结束的规则' : '还没有佣金规则'}>
              没有规则的商品不付佣金。加一条「全部商品 10%」就能开始。
            </Blank>
          }
        />
      </Card>
      <AddRule open={adding} onClose={() => setAdding(false)} />
    </>
  );
};

interface Wish {
  name: string;
  pays: 'share' | 'fixed';
  percent?: number;
  yuanPerPiece?: number;
  scope: 'all' | 'category' | 'product';
  category?: string;
  productId?: string;
  tier?: KocTier;
  from?: Dayjs;
  to?: Dayjs;
}

const AddRule = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const categories = useApi('products', 'categories', {}, { enabled: open });
  const create = useSend('products', 'createRule', {
    refresh: ['commission'],
    then: ({ words }) => {
      onClose();
      void message.info(`加好了：${words}`);
    },
  });
  const finish = ({
    name,
    pays,
    percent = 0,
    yuanPerPiece = 0,
    scope,
    category,
    productId,
    tier,
    from,
    to,
  }: Wish) =>
    create.mutate({
      name,
      rate:
        pays === 'share'
          ? { basisPoints: Math.round(percent * 100) }
          : { fenPerPiece: Math.round(yuanPerPiece * 100) },
      ...(scope === 'category' && category ? { category } : {}),
      ...(scope === 'product' && productId ? { productId } : {}),
      ...(tier ? { tier } : {}),
      from: from ? fromPicker(from) : new Date().toISOString(),
      ...(to ? { to: fromPicker(to) } : {}),
    });
  return (
    <FormModal<Wish>
      title="加一条佣金规则"
      open={open}
      ok="加上"
      initial={{ pays: 'share', scope: 'all' }}
      busy={create.isPending}
      failure={create.error}
      onClose={onClose}
      onFinish={finish}
    >
      <Form.Item name="name" label="叫什么" rules={[{ required: true, max: 40, message: '起个名字' }]}>
        <Input placeholder="比如：双十二精华加码" />
      </Form.Item>
      <Form.Item name="pays" label="怎么付">
        <Segmented
          options={[
            { value: 'share', label: '按实付的百分比' },
            { value: 'fixed', label: '每件固定多少' },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['pays']}>
        {({ getFieldValue }) =>
          getFieldValue('pays') === 'fixed' ? (
            <Form.Item name="yuanPerPiece" label="每件" rules={[{ required: true, message: '写上金额' }]}>
              <InputNumber min={0} max={100_000} precision={2} suffix="元" />
            </Form.Item>
          ) : (
            <Form.Item
              name="percent"
              label="比例"
              rules={[{ required: true, message: '写上比例，最多 50%' }]}
            >
              <InputNumber min={0} max={50} precision={2} suffix="%" />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item name="scope" label="哪些商品">
        <Segmented
          options={[
            { value: 'all', label: '全部' },
            { value: 'category', label: '一个分类' },
            { value: 'product', label: '一个商品' },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['scope']}>
        {({ getFieldValue }) => {
          const scope = getFieldValue('scope') as Wish['scope'];
          if (scope === 'category')
            return (
              <Form.Item name="category" label="分类" rules={[{ required: true, message: '选一个分类' }]}>
                <Select options={(categories.data?.items ?? []).map((value) => ({ value, label: value }))} />
              </Form.Item>
            );
          return scope === 'product' ? (
            <Form.Item name="productId" label="商品" rules={[{ required: true, message: '选一个商品' }]}>
              <ProductPick />
            </Form.Item>
          ) : null;
        }}
      </Form.Item>
      <Form.Item name="tier" label="哪个等级">
        <Select
          allowClear
          placeholder="全部等级"
          options={KOC_TIERS.map((value) => ({ value, label: KOC_TIER_NAMES[value] }))}
        />
      </Form.Item>
      <Form.Item name="from" label="从什么时候起（不选就是现在）">
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Form.Item name="to" label="到什么时候（不选就一直有效）">
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
    </FormModal>
  );
};
