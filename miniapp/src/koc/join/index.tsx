import { useEffect, useState } from 'react';
import { address } from '@/api/address';
import { call } from '@/api/call';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { copyText } from '@/platform/clipboard';
import { go, PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { PrimaryButton, QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box, Heading, Picture } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { figure, withNumber } from '@/words/say';
import { useAlbum } from '../use-album';
import { useFresh } from '@/api/use-fresh';
import { usePicture } from '../use-picture';
import './index.scss';

const CODE_MIN = 4;
/** People write codes in small letters and with blanks. */
const tidy = (code: string): string => code.replace(/\s/g, '').toUpperCase();

/** 加入子群: a friend's code, from a link, a scanned code or typed in; then whose group it is, and one button. */
export default function Join() {
  const { code: linked, scene } = useQuery();
  const given = tidy(linked ?? scene ?? '');
  const [code, setCode] = useState(given);
  useEffect(() => setCode(given), [given]);
  return (
    <Page title="加入子群">
      {code.length >= CODE_MIN ? <Group code={code} onOther={setCode} /> : <Typed onCode={setCode} />}
    </Page>
  );
}

interface TypedProps {
  /** A code that nobody gave out, and the server's words about it. */
  wrong?: { code: string; words: string };
  onCode: (code: string) => void;
}

const Typed = ({ wrong, onCode }: TypedProps) => {
  const [text, setText] = useState(wrong?.code ?? '');
  const [short, setShort] = useState(false);
  const look = (): void => {
    const code = tidy(text);
    setShort(code.length < CODE_MIN);
    if (code.length >= CODE_MIN) onCode(code);
  };
  const problem = short ? '入群码至少 4 位，跟朋友再确认一下。' : wrong?.words;
  return (
    <Card>
      <CardHead title="朋友给你的入群码" />
      <LabeledField
        label="入群码"
        placeholder="字母和数字，大小写都行"
        maxLength={16}
        value={text}
        onText={setText}
        onEnter={look}
        {...(problem === undefined ? {} : { problem })}
      />
      <QuietButton onTap={look}>看看是哪个群</QuietButton>
    </Card>
  );
};

type Found = AnswerOf<'member.subGroupByCode'>;

/** `onOther`: looks for another code, or for none with ''. */
const Group = ({ code, onOther }: { code: string; onOther: (code: string) => void }) => {
  const asked = useAnswer('member.subGroupByCode', { code }, { on: session() !== undefined });
  useFresh(asked.refresh);
  const { refusal, value, refresh } = asked;
  // A letter was wrong: it can be mended where it was typed.
  if (value === undefined && refusal?.status === 404)
    return (
      <Typed
        wrong={{ code, words: refusal.message }}
        onCode={(next) => (next === code ? void refresh() : onOther(next))}
      />
    );
  return (
    <>
      <Shown asked={asked} skeleton={{ cards: 1 }}>
        {(found) => <Offer found={found} code={code} onJoined={asked.refresh} />}
      </Shown>
      <TextButton onTap={() => onOther('')}>换一个入群码</TextButton>
    </>
  );
};

interface OfferProps {
  found: Found;
  code: string;
  onJoined: () => Promise<void>;
}

const Offer = ({ found, code, onJoined }: OfferProps) => {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<AnswerOf<'member.joinSubGroup'>>();
  const join = async (): Promise<void> => {
    setBusy(true);
    // Again is the same: whoever is in already is told so.
    const answer = await call('member.joinSubGroup', { code });
    setBusy(false);
    if (!answer.ok) return say(withNumber(answer.refusal), 'warn');
    setOutcome(answer.value);
    say(answer.value.words, answer.value.outcome === 'scan_to_join' ? 'plain' : 'good');
    await onJoined();
  };
  const scanning = outcome?.outcome === 'scan_to_join';
  return (
    <Card>
      <Box className="join-koc">{`${found.kocName}请你来`}</Box>
      <Heading level={2} className="join-name">
        {found.name}
      </Heading>
      <Box className="join-line">
        {found.joined
          ? `现在 ${figure(found.members)} 人`
          : `现在 ${figure(found.members)} 人 · ${found.words}`}
      </Box>
      {found.joined ? (
        <>
          <Box className="join-in">
            <Tag tone="good">✓ 你在群里了。</Tag>
          </Box>
          <QuietButton onTap={() => go(PAGES.groups)}>看看我在的群</QuietButton>
        </>
      ) : scanning ? (
        <Scan code={code} url={outcome.joinUrl} words={outcome.words} />
      ) : (
        <PrimaryButton busy={busy} onTap={() => void join()}>
          {busy ? '正在进群…' : found.way === 'at_once' ? '进群' : '拿进群二维码'}
        </PrimaryButton>
      )}
    </Card>
  );
};

const copyJoinUrl = async (url: string): Promise<void> => {
  if (await copyText(url)) say('复制好了，在微信里粘贴打开。', 'good');
  else say('没复制上，用上面的二维码进群吧。', 'warn');
};

/** A real group lets people in by its own code only. */
const Scan = ({ code, url, words }: { code: string; url: string | undefined; words: string }) => {
  const picture = usePicture(address('member.subGroupQr', { code }).url);
  const album = useAlbum();
  const { src } = picture;
  return (
    <>
      <Box className="join-line">{words}</Box>
      {src ? (
        <>
          <Picture className="join-picture" src={src} label="微信群的二维码，长按识别" />
          <QuietButton
            busy={album.busy}
            onTap={() => void album.keep([{ from: 'phone', at: src, name: 'group.jpg' }])}
          >
            {album.busy ? '正在存…' : '保存二维码，用微信扫'}
          </QuietButton>
        </>
      ) : (
        <Box className="join-line" role="status">
          {picture.refusal ? withNumber(picture.refusal) : '正在取二维码…'}
        </Box>
      )}
      {url ? <QuietButton onTap={() => void copyJoinUrl(url)}>复制进群链接</QuietButton> : null}
      {picture.refusal ? <TextButton onTap={picture.again}>再取一次</TextButton> : null}
      {album.sheet}
    </>
  );
};
