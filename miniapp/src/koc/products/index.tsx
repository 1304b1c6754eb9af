import { yuan } from '@kouyi/shared/rules/money';
import { LINK_CHANNEL_NAMES } from '@kouyi/shared/types';
import { useCallback, useState } from 'react';
import type { AnswerOf } from '@/api/routes';
import { usePages } from '@/api/use-pages';
import { go, PAGES, posterPage } from '@/platform/navigate';
import { usePull } from '@/platform/pull';
import { QuietButton, TakeButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box, Heading } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Search } from '@/ui/search';
import { Sheet } from '@/ui/sheet';
import { Empty, Shown } from '@/ui/states';
import { copyLinkFor } from '../make-link';
import { Thumb } from '../thumb';
import './index.scss';

type Product = AnswerOf<'member.products'>['items'][number];

/** 推荐商品: what I may recommend, what one piece brings me, and from there a poster or a link. */
export default function Products() {
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<Product | 'shop'>();
  const close = useCallback(() => setChosen(undefined), []);
  const pages = usePages('member.products', q === '' ? {} : { q });
  usePull(pages.restart);
  return (
    <Page title="推荐商品">
      <Search label="找一件商品" placeholder="搜商品名" onSearch={setQ} />
      <Shown asked={pages.first} skeleton={{ rows: 8, faces: true }}>
        {() =>
          pages.items.length === 0 ? (
            q === '' ? (
              <Empty title="还没有可以推荐的商品" line="店里上架以后会出现在这里。现在也可以先推荐整个店。">
                <QuietButton onTap={() => setChosen('shop')}>推荐整个店</QuietButton>
              </Empty>
            ) : (
              <Empty title="没有找到" line={`没有名字里带「${q}」的商品，换个短一点的词试试。`} />
            )
          ) : (
            <>
              <Card>
                <CardHead title="选一件，做海报或复制链接" />
                <List label="可以推荐的商品">
                  {q === '' ? (
                    <Row
                      title="整个店"
                      line="不指定商品，朋友来了买什么都算你的推荐"
                      onTap={() => setChosen('shop')}
                    />
                  ) : null}
                  {pages.items.map((product) => (
                    <Row
                      key={product.id}
                      lead={<Thumb product={product} />}
                      title={product.name}
                      line={`${product.category} · ¥${yuan(product.priceFen)}`}
                      aside={
                        product.commissionFen > 0 ? (
                          <Box className="product-brings">{`得 ${yuan(product.commissionFen)} 元`}</Box>
                        ) : undefined
                      }
                      onTap={() => setChosen(product)}
                    />
                  ))}
                </List>
              </Card>
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
      {chosen === undefined ? null : (
        <Recommend product={chosen === 'shop' ? undefined : chosen} onClose={close} />
      )}
    </Page>
  );
}

const PLACES = ['group', 'moments', 'chat'] as const;

/** A poster, or a link for each place, so that it is seen later where people came from. */
const Recommend = ({ product, onClose }: { product?: Product; onClose: () => void }) => {
  const [making, setMaking] = useState<(typeof PLACES)[number]>();
  const name = product?.name ?? '来看看这家店';
  const copy = async (channel: (typeof PLACES)[number]): Promise<void> => {
    if (making) return;
    setMaking(channel);
    const made = await copyLinkFor({ name, ...(product ? { productId: product.id } : {}) }, channel);
    setMaking(undefined);
    if (made) onClose();
  };
  return (
    <Sheet title={product?.name ?? '推荐整个店'} onClose={onClose}>
      <Box className="sheet-text">
        {product && product.commissionFen > 0
          ? `¥${yuan(product.priceFen)}，卖出一件你得 ${yuan(product.commissionFen)} 元。退货的单不算。`
          : '朋友通过你的链接来，下的单都记在你名下。退货的单不算。'}
      </Box>
      <TakeButton onTap={() => go(posterPage(product ? { product: product.id } : {}))}>做一张海报</TakeButton>
      <Heading level={3} className="recommend-places">
        或者复制链接，发到
      </Heading>
      <List label="复制链接">
        {PLACES.map((channel) => (
          <Row
            key={channel}
            title={LINK_CHANNEL_NAMES[channel]}
            aside={channel === making ? '正在备好…' : '复制'}
            onTap={() => void copy(channel)}
          />
        ))}
        <Row title="做过的链接和来过的人" onTap={() => go(PAGES.links)} />
      </List>
    </Sheet>
  );
};
