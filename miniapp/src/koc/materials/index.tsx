import type { MemberMaterial } from '@kouyi/shared/contracts';
import { useState } from 'react';
import { openPicture } from '@/api/picture';
import { usePages } from '@/api/use-pages';
import { go, materialPage, PAGES } from '@/platform/navigate';
import { usePull } from '@/platform/pull';
import { QuietButton } from '@/ui/buttons';
import { Tag } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box, Heading, Picture, Tap } from '@/ui/elements';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { isForKocs, NotKoc } from '../not-koc';
import './index.scss';

const ALL = '';
const PICTURES_SHOWN = 3;

/** 素材: what the brand prepared to be passed on, the newest first. */
export default function Materials() {
  const [tag, setTag] = useState(ALL);
  const pages = usePages('member.materials', tag === ALL ? {} : { tag });
  // The tags stay on the screen while another one's list is on its way.
  const [tags, setTags] = useState<readonly string[]>([]);
  const known = pages.first.value?.tags ?? tags;
  usePull(pages.restart);
  const pick = (next: string): void => {
    setTags(known);
    setTag(next);
  };
  if (isForKocs(pages.first.refusal))
    return (
      <Page title="素材">
        <NotKoc line="文字一点就复制，图片一次存好，海报印着你的码。" />
      </Page>
    );
  return (
    <Page title="素材">
      {known.length > 0 ? (
        <Chips
          label="按标签看"
          options={[[ALL, '全部'] as const, ...known.map((one) => [one, one] as const)]}
          chosen={tag}
          onPick={pick}
        />
      ) : null}
      <Shown asked={pages.first}>
        {() =>
          pages.items.length === 0 ? (
            <Empty
              title={tag === ALL ? '还没有素材' : `还没有「${tag}」的素材`}
              line="店里准备好的文字和图片会出现在这里。现在可以先从商品做一张海报。"
            >
              <QuietButton onTap={() => go(PAGES.products)}>从商品做海报</QuietButton>
            </Empty>
          ) : (
            <>
              {pages.items.map((material) => (
                <One key={material.id} material={material} />
              ))}
              <ListEnd pages={pages} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}

const One = ({ material }: { material: MemberMaterial }) => {
  const more = material.pictures.length - PICTURES_SHOWN;
  return (
    <Tap className="card material-tap" onTap={() => go(materialPage(material.id))}>
      <Box className="material-head">
        <Heading level={2} className="material-title">
          {material.title}
        </Heading>
        {material.forwardedToday ? <Tag tone="good">✓ 今天转过</Tag> : null}
      </Box>
      <Box className="material-text">{material.parts[0]?.text ?? ''}</Box>
      {material.pictures.length > 0 ? (
        <Box className="material-strip">
          {material.pictures.slice(0, PICTURES_SHOWN).map((picture, i) => (
            <Box key={picture.id} className="material-strip-box">
              <Picture className="material-strip-picture" src={openPicture(picture.url)} label="" fill />
              {more > 0 && i === PICTURES_SHOWN - 1 ? (
                <Box className="material-strip-more">{`+${more}`}</Box>
              ) : null}
            </Box>
          ))}
        </Box>
      ) : null}
      <Box className="material-line">
        {[material.product?.name, ...material.tags.map((one) => `#${one}`)].filter(Boolean).join(' · ')}
      </Box>
    </Tap>
  );
};
