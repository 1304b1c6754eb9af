import { App, AutoComplete, Button, Form, Input, Select, Switch, Upload } from 'antd';
import { useState } from 'react';
import { type Out, sentenceOf, useSend } from '../api';
import { base64Of } from '../ui/base64';
import { FormModal } from '../ui/FormModal';
import { YuanInput } from '../ui/Yuan';

type Product = Out<'products', 'list'>['items'][number];

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

/** The dialog of a product: a new one, or one that is changed. */
export const ProductForm = ({
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
        <YuanInput label="价格" />
      </Form.Item>
      <Form.Item name="costFen" label="成本（只有你们看得到）">
        <YuanInput label="成本" />
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
