import { LINK_CHANNEL_NAMES, LINK_CHANNELS, type LinkChannel } from '@kouyi/shared/types';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Out, useApi, useRows, useSend } from '../api';
import { useCan } from '../app/session';
import { KocPick } from '../commission/KocPick';
import type { Column } from '../ui/DataTable';
import { FormModal } from '../ui/FormModal';
import { Listing } from '../ui/Listing';
import { Blank } from '../ui/pieces';
import { useCopy } from '../ui/copy';
import { count } from '../ui/number';
import { useParam } from '../ui/use';
import { when } from '../ui/when';
import { ProductPick } from './ProductPick';

type Row = Out<'products', 'links'>['items'][number];

/** Which piece of content carries a link: a material by its title, anything else in the words it was given. */
const Carrier = ({ of }: { of: string }) => {
  const may = useCan()('koc.read');
  const isMaterial = of.startsWith('mat_');
  const found = useApi('materials', 'get', { id: of }, { enabled: isMaterial && may });
  if (!isMaterial) return <> · {of}</>;
  const title = found.data?.material.title;
  return title === undefined ? null : (
    <>
      {' · '}
      <Link to={`/materials/${of}`}>「{title}」</Link>
    </>
  );
};

/** Tracked links with what they brought; each with its poster. */
export const Links = () => {
  const can = useCan();
  const [kocId, setKoc] = useParam('koc');
  const rows = useRows('products', 'links', { limit: 50, ...(kocId ? { kocId } : {}) });
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<Row>();
  const copyText = useCopy();
  const copy = (url: string): void => copyText(url, '链接复制好了', `这个浏览器不让复制，手动选中：${url}`);
  const columns: Column<Row>[] = [
    {
      head: '谁的',
      cell: ({ kocName, productName, material }) => (
        <>
          <strong>{kocName}</strong>
          <small>
            {productName ?? '首页'}
            {material !== undefined && <Carrier of={material} />}
          </small>
        </>
      ),
    },
    { head: '放在哪', cell: ({ channel }) => LINK_CHANNEL_NAMES[channel] },
    {
      head: '来访',
      end: true,
      cell: ({ visits, clicks }) => (
        <>
          {count(visits)} 人次
          {clicks > 0 && <small>网页上点开 {count(clicks)} 次</small>}
        </>
      ),
    },
    {
      head: '什么时候建的',
      wide: true,
      cell: ({ createdAt, expiresAt }) => (
        <>
          {when(createdAt)}
          {expiresAt && <small>到 {when(expiresAt)}</small>}
        </>
      ),
    },
    {
      head: '',
      end: true,
      cell: (row) => (
        <span className="row" style={{ justifyContent: 'flex-end' }}>
          <Button size="small" onClick={() => copy(row.url)}>
            复制
          </Button>
          <Button size="small" onClick={() => setShown(row)}>
            海报
          </Button>
        </span>
      ),
    },
  ];
  return (
    <>
      <p className="page-lead">
        会员从链接进小程序算一次来访：扫海报上的码、点小程序卡片的，都直接进来；在网页里点开的，另外数得到点开几次。
      </p>
      <Listing
        label="推广链接"
        of={rows}
        columns={columns}
        filters={<KocPick value={kocId || undefined} onChange={(id) => setKoc(id ?? '')} />}
        acts={
          can('products.write') && (
            <Button type="primary" onClick={() => setAdding(true)}>
              建一条链接
            </Button>
          )
        }
        blank={
          <Blank title="还没有推广链接">KOC 在小程序里会自己生成；要印在物料上的，在这里替 TA 建。</Blank>
        }
      />
      <AddLink open={adding} onClose={() => setAdding(false)} />
      <Modal
        title={shown && `${shown.kocName} 的海报`}
        open={shown !== undefined}
        footer={null}
        onCancel={() => setShown(undefined)}
        destroyOnHidden
      >
        {shown && (
          <img
            src={`/api/links/${shown.code}/poster.png`}
            alt={`${shown.kocName} 推荐 ${shown.productName ?? '首页'} 的海报`}
            style={{ width: '100%', borderRadius: 14 }}
          />
        )}
      </Modal>
    </>
  );
};

interface Wish {
  kocId: string;
  productId?: string;
  material?: string;
  channel: LinkChannel;
}

const AddLink = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const create = useSend('products', 'createLink', {
    then: ({ url }) => {
      onClose();
      void message.info(`建好了：${url}`);
    },
  });
  return (
    <FormModal<Wish>
      title="建一条推广链接"
      open={open}
      ok="建链接"
      initial={{ channel: 'offline' }}
      busy={create.isPending}
      failure={create.error}
      onClose={onClose}
      onFinish={({ kocId, productId, material, channel }) =>
        create.mutate({
          kocId,
          channel,
          ...(productId ? { productId } : {}),
          ...(material ? { material } : {}),
        })
      }
    >
      <Form.Item name="kocId" label="谁的" rules={[{ required: true, message: '选一位 KOC' }]}>
        <KocPick />
      </Form.Item>
      <Form.Item name="productId" label="哪个商品（不选就进首页）">
        <ProductPick />
      </Form.Item>
      <Form.Item name="channel" label="放在哪">
        <Select options={LINK_CHANNELS.map((value) => ({ value, label: LINK_CHANNEL_NAMES[value] }))} />
      </Form.Item>
      <Form.Item name="material" label="哪份素材" rules={[{ max: 80, message: '最多 80 个字' }]}>
        <Input placeholder="比如：门店台卡" />
      </Form.Item>
    </FormModal>
  );
};
