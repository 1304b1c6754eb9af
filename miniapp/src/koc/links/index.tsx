import type { LinkView } from '@kouyi/shared/contracts';
import { LINK_CHANNEL_NAMES } from '@kouyi/shared/types';
import { useCallback, useState } from 'react';
import { address } from '@/api/address';
import { nowMs } from '@/api/now';
import { usePages } from '@/api/use-pages';
import { go, PAGES } from '@/platform/navigate';
import { usePull } from '@/platform/pull';
import { QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box, Picture, Words } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Sheet } from '@/ui/sheet';
import { Empty, Shown } from '@/ui/states';
import { figure, withNumber } from '@/words/say';
import { dayWord } from '@/words/time';
import { copyLink } from '../make-link';
import { useAlbum } from '../use-album';
import { usePicture } from '../use-picture';
import './index.scss';

/** 我的链接: each with what it brought; one of them with its code, to be shown or kept. */
export default function Links() {
  const [chosen, setChosen] = useState<LinkView>();
  const close = useCallback(() => setChosen(undefined), []);
  const pages = usePages('member.myLinks', {});
  usePull(pages.restart);
  return (
    <Page title="我的链接">
      <Shown asked={pages.first} skeleton={{ rows: 8 }}>
        {() =>
          pages.items.length === 0 ? (
            <Empty title="还没有链接" line="选一件商品做海报或复制链接，谁点开、谁来过，都会记在这里。">
              <QuietButton onTap={() => go(PAGES.products)}>选一件商品</QuietButton>
            </Empty>
          ) : (
            <>
              <Card>
                <CardHead title="做过的链接" aside="新的在上面" />
                <List label="我的链接">
                  {pages.items.map((link) => (
                    <Row
                      key={link.id}
                      title={link.productName ?? '整个店'}
                      line={lineOf(link)}
                      aside={<Came count={link.visits} />}
                      onTap={() => setChosen(link)}
                    />
                  ))}
                </List>
                <QuietButton onTap={() => go(PAGES.products)}>再做一个</QuietButton>
              </Card>
              <ListEnd pages={pages} />
              <Notice tone="quiet">「来过」是登录过的人，一人只记一次；「点开」每次都算。</Notice>
            </>
          )
        }
      </Shown>
      {chosen ? <One link={chosen} onClose={close} /> : null}
    </Page>
  );
}

const lineOf = (link: LinkView): string => {
  const made = `${LINK_CHANNEL_NAMES[link.channel]} · ${dayWord(link.createdAt, nowMs())}`;
  return link.clicks > 0 ? `${made} · 点开 ${figure(link.clicks)} 次` : made;
};

const Came = ({ count }: { count: number }) => (
  <Box className={count > 0 ? 'link-came' : ''}>{`${figure(count)} 人来过`}</Box>
);

const One = ({ link, onClose }: { link: LinkView; onClose: () => void }) => {
  const code = usePicture(address('member.myLinkCode', { code: link.code }).url);
  const album = useAlbum();
  const { src } = code;
  const name = link.productName ?? '整个店';
  return (
    <>
      <Sheet title={name} onClose={onClose}>
        <Box className="link-code">
          {src ? (
            <Picture className="link-code-picture" src={src} label={`${name}的码`} />
          ) : (
            <Box className="link-code-picture link-code-coming" role="status">
              {code.refusal ? withNumber(code.refusal) : '正在取码…'}
            </Box>
          )}
        </Box>
        <Box className="link-url">
          <Words selectable>{link.url}</Words>
        </Box>
        <TakeButton onTap={() => void copyLink(`${name} ${link.url}`)}>复制链接</TakeButton>
        {src ? (
          <QuietButton
            busy={album.busy}
            onTap={() => void album.keep([{ from: 'phone', at: src, name: 'code.png' }])}
          >
            {album.busy ? '正在存…' : '保存这个码'}
          </QuietButton>
        ) : null}
        {code.refusal ? <TextButton onTap={code.again}>再取一次码</TextButton> : null}
      </Sheet>
      {album.sheet}
    </>
  );
};
