import { useCallback, useEffect, useState } from 'react';
import { address } from '@/api/address';
import { call } from '@/api/call';
import type { Answer, Refusal } from '@/api/refusal';
import { cardPicture } from '@/api/picture';
import { session } from '@/api/session';
import { canSendPicture, sendPicture } from '@/platform/album';
import { go, PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { usePull } from '@/platform/pull';
import { useShareCard } from '@/platform/share';
import { QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box, Picture } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { Page } from '@/ui/page';
import { Skeleton } from '@/ui/skeleton';
import { Stale } from '@/ui/stale';
import { ErrorState } from '@/ui/states';
import { figure, withNumber } from '@/words/say';
import { copyLink } from '../make-link';
import { isForKocs, NotKoc } from '../not-koc';
import { useAlbum } from '../use-album';
import { usePicture } from '../use-picture';
import './index.scss';

/** What the server prints at most; the poster has room for no more. */
const WORDS_MAX = 60;

/** 做海报: the product, a sentence of one's own, one's own code; seen as it will be, kept or passed on. */
export default function Poster() {
  const { product, material } = useQuery();
  const { link, refusal, make } = usePosterLink(product, material);
  usePull(make);
  useShareCard({
    title: link ? `我在用的：${link.name}` : '来看看我在用的',
    path: link ? `${PAGES.home}?scene=${link.code}` : PAGES.home,
    picture: link && product ? cardPicture('product', product) : undefined,
  });
  return (
    <Page title="做海报">
      {link ? (
        <>
          <Stale refusal={refusal} retry={make} />
          <Made link={link} />
        </>
      ) : isForKocs(refusal) ? (
        <NotKoc line="海报上印的是 KOC 自己的码，朋友下单才记得到你名下。" />
      ) : refusal ? (
        <ErrorState refusal={refusal} retry={() => void make()} />
      ) : (
        <Skeleton />
      )}
    </Page>
  );
}

/** What a poster carries. */
interface PosterLink {
  code: string;
  url: string;
  /** What it is about. */
  name: string;
  visits: number;
  /** Not of a material, which has its own page. */
  ofProduct: boolean;
}

/** My link whose place is a poster; asking again gives the same one. Of a material it is forwarded with it. */
const usePosterLink = (
  product: string | undefined,
  material: string | undefined,
): { link?: PosterLink; refusal?: Refusal; make: () => Promise<void> } => {
  const [made, setMade] = useState<{ link?: PosterLink; refusal?: Refusal }>({});
  const make = useCallback(async (): Promise<void> => {
    if (!session()) return;
    const answer = await (material ? ofMaterial(material) : ofProduct(product));
    // What was made stays: without a network it can still be saved and sent.
    setMade((before) => (answer.ok ? { link: answer.value } : { ...before, refusal: answer.refusal }));
  }, [product, material]);
  useEffect(() => void make(), [make]);
  return { ...made, make };
};

const ofProduct = async (productId: string | undefined): Promise<Answer<PosterLink>> => {
  const answer = await call('member.createMyLink', {
    channel: 'poster',
    ...(productId ? { productId } : {}),
  });
  if (!answer.ok) return answer;
  const { code, url, productName, visits } = answer.value;
  return { ok: true, value: { code, url, name: productName ?? '整个店', visits, ofProduct: true } };
};

const ofMaterial = async (id: string): Promise<Answer<PosterLink>> => {
  const answer = await call('member.forwardMaterial', { id, channel: 'poster' });
  if (!answer.ok) return answer;
  const { code, url, material } = answer.value;
  return {
    ok: true,
    value: { code, url, name: material.title, visits: material.mine.visits, ofProduct: false },
  };
};

const Made = ({ link }: { link: PosterLink }) => {
  const [draft, setDraft] = useState('');
  const [words, setWords] = useState('');
  const album = useAlbum();
  const picture = usePicture(
    address('member.myPoster', { code: link.code, ...(words ? { words } : {}) }).url,
  );
  const changed = draft.trim() !== words;
  const { src } = picture;
  const { name } = link;
  return (
    <>
      <Box className="poster">
        {src ? (
          <Picture
            className={`poster-picture ${picture.busy ? 'poster-old' : ''}`}
            src={src}
            label={`海报：${name}${words ? `，写着“${words}”` : ''}，带我的码`}
          />
        ) : (
          <Box className="poster-picture poster-coming" role="status">
            {picture.refusal ? withNumber(picture.refusal) : '正在画海报…'}
          </Box>
        )}
      </Box>
      {picture.refusal ? (
        <Box className="poster-do">
          {src ? <Notice tone="warn">{withNumber(picture.refusal)}</Notice> : null}
          <QuietButton onTap={picture.again}>再画一次</QuietButton>
        </Box>
      ) : null}
      <Card>
        <CardHead title={name} aside={`${figure(link.visits)} 人来过`} />
        <LabeledField
          label="写一句你自己的话"
          placeholder="比如：换季就靠它，敏感的时候也不刺痛"
          maxLength={WORDS_MAX}
          value={draft}
          onText={setDraft}
          onEnter={() => setWords(draft.trim())}
        />
        {changed ? (
          <QuietButton onTap={() => setWords(draft.trim())}>
            {draft.trim() === '' ? '不印这句话了' : '印到海报上'}
          </QuietButton>
        ) : null}
        <TakeButton
          busy={album.busy || picture.busy || !src}
          onTap={() => {
            if (src) void album.keep([{ from: 'phone', at: src, name: 'poster.png' }]);
          }}
        >
          {album.busy ? '正在存…' : '保存海报'}
        </TakeButton>
        {canSendPicture && src ? (
          <QuietButton onTap={() => void sendPicture(src)}>发给朋友</QuietButton>
        ) : null}
        <TextButton onTap={() => void copyLink(`${name} ${link.url}`)}>只要链接，复制</TextButton>
        {link.ofProduct ? <TextButton onTap={() => go(PAGES.products)}>换一件商品</TextButton> : null}
      </Card>
      <Notice tone="quiet">功效要说自己的真实感受，不要写「治疗」「根治」这类话，广告法不允许。</Notice>
      {album.sheet}
    </>
  );
};
