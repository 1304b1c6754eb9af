import type { MemberMaterial } from '@kouyi/shared/contracts';
import { yuan } from '@kouyi/shared/rules/money';
import { LINK_CHANNEL_NAMES, type MaterialPart } from '@kouyi/shared/types';
import { useCallback, useState } from 'react';
import { call } from '@/api/call';
import { openPicture } from '@/api/picture';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { copyText } from '@/platform/clipboard';
import { go, PAGES, posterPage } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { BrokenLink } from '@/ui/broken-link';
import { QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box, Heading, Picture, Tap, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { Page } from '@/ui/page';
import { Parts } from '@/ui/parts';
import { Sheet } from '@/ui/sheet';
import { Shown } from '@/ui/states';
import { figure, withNumber } from '@/words/say';
import { isForKocs, NotKoc } from '../not-koc';
import { useAlbum } from '../use-album';
import { useFresh } from '@/api/use-fresh';
import './index.scss';

/** One material: text on the clipboard by one tap, pictures in the album by another, a poster by a third. */
export default function Material() {
  const { id = '' } = useQuery();
  const asked = useAnswer('member.material', { id }, { on: session() !== undefined && id !== '' });
  useFresh(asked.refresh);
  if (!id) return <BrokenLink title="素材" from="素材" page={PAGES.materials} />;
  if (isForKocs(asked.refusal))
    return (
      <Page title="素材">
        <NotKoc line="素材是给 KOC 转发用的，链接里带着自己的码。" />
      </Page>
    );
  return (
    <Page title="素材">
      <Shown asked={asked}>
        {(material) => (
          <>
            <Text material={material} onForwarded={asked.replace} />
            <Pictures material={material} />
            <More material={material} />
          </>
        )}
      </Shown>
    </Page>
  );
}

const PLACES = (['moments', 'group', 'chat'] as const).map(
  (channel) => [channel, LINK_CHANNEL_NAMES[channel]] as const,
);

/** The parts of the text, each to be left out, and where it goes: each place has its own link. */
const Text = ({
  material,
  onForwarded,
}: {
  material: MemberMaterial;
  onForwarded: (material: MemberMaterial) => void;
}) => {
  const [left, setLeft] = useState<readonly MaterialPart[]>([]);
  const [channel, setChannel] = useState<(typeof PLACES)[number][0]>('moments');
  const [busy, setBusy] = useState(false);
  const [byHand, setByHand] = useState<string>();
  const close = useCallback(() => setByHand(undefined), []);
  const chosen = material.parts.filter(({ part }) => !left.includes(part));
  const toggle = (part: MaterialPart): void =>
    setLeft((before) => (before.includes(part) ? before.filter((one) => one !== part) : [...before, part]));
  const copy = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.forwardMaterial', {
      id: material.id,
      channel,
      parts: chosen.map(({ part }) => part),
    });
    setBusy(false);
    if (!answer.ok) return say(withNumber(answer.refusal), 'warn');
    onForwarded(answer.value.material);
    if (await copyText(answer.value.text)) say('复制好了，链接带着你的码，去粘贴吧。', 'good');
    else setByHand(answer.value.text);
  };
  return (
    <Card>
      <CardHead title={material.title} aside={material.forwardedToday ? '今天转过' : undefined} />
      {material.parts.map(({ part, name, text }) => {
        const on = !left.includes(part);
        return (
          <Box key={part} className={`material-part ${on ? '' : 'material-part-off'}`}>
            {material.parts.length > 1 ? (
              <Tap className="material-part-head" kind="checkbox" on={on} onTap={() => toggle(part)}>
                <Words className={`material-tick ${on ? 'material-tick-on' : ''}`}>{on ? '✓' : ''}</Words>
                <Words>{on ? `${name}：带上` : `${name}：不带`}</Words>
              </Tap>
            ) : null}
            <Box className="material-part-text">
              <Words selectable>{text}</Words>
            </Box>
          </Box>
        );
      })}
      <Box className="material-places">
        <Chips label="发到哪里" options={PLACES} chosen={channel} onPick={setChannel} />
      </Box>
      <TakeButton busy={busy} disabled={busy || chosen.length === 0} onTap={() => void copy()}>
        {busy ? '正在备好…' : chosen.length === 0 ? '至少带上一段' : '复制文字和我的链接'}
      </TakeButton>
      {byHand === undefined ? null : (
        <Sheet title="长按全选，再复制" onClose={close}>
          <Box className="material-by-hand">
            <Words selectable>{byHand}</Words>
          </Box>
          <TextButton onTap={close}>好了</TextButton>
        </Sheet>
      )}
    </Card>
  );
};

const Pictures = ({ material: { pictures, title } }: { material: MemberMaterial }) => {
  const album = useAlbum();
  if (pictures.length === 0) return null;
  const keep = (): Promise<void> =>
    album.keep(
      pictures.map(({ url }, i) => ({ from: 'server' as const, at: url, name: `${title}-${i + 1}.jpg` })),
    );
  return (
    <Card>
      <CardHead
        title="配图"
        aside={pictures.length > 1 ? `${pictures.length} 张，按这个顺序发` : undefined}
      />
      <Box className={`material-grid ${pictures.length === 1 ? 'material-grid-one' : ''}`}>
        {pictures.map((picture, i) => (
          <Box key={picture.id} className="material-grid-box">
            <Picture
              className="material-grid-picture"
              src={openPicture(picture.url)}
              label={`第 ${i + 1} 张配图`}
              fill={pictures.length > 1}
            />
          </Box>
        ))}
      </Box>
      <QuietButton busy={album.busy} onTap={() => void keep()}>
        {album.busy ? '正在存…' : pictures.length > 1 ? `保存 ${pictures.length} 张图` : '保存这张图'}
      </QuietButton>
      {album.sheet}
    </Card>
  );
};

const More = ({ material: { id, product, mine } }: { material: MemberMaterial }) => (
  <Card>
    <Heading level={2} className="card-title">
      我转它带来了
    </Heading>
    <Parts
      of={[
        ['次转发', figure(mine.forwards)],
        ['人来过', figure(mine.visits)],
        ['个订单', figure(mine.orders)],
      ]}
    />
    <QuietButton onTap={() => go(posterPage({ material: id }))}>做成海报</QuietButton>
    {product ? (
      <Box className="material-product">
        {`说的是「${product.name}」，¥${yuan(product.priceFen)}。链接点开就到它。`}
      </Box>
    ) : null}
  </Card>
);
