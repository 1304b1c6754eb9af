import { type ReactNode, useCallback, useState } from 'react';
import { fetchPicture, letGo } from '@/api/picture';
import { KEPT_WORDS, keepPicture, openAlbumSettings } from '@/platform/album';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';

/** A picture to keep: on our server (a path), or on this phone already. */
interface Source {
  readonly from: 'server' | 'phone';
  readonly at: string;
  /** The file's name. */
  readonly name: string;
}

interface Album {
  /** Keeps the pictures one after the other and says what became of it; the rest waits when one fails. */
  keep: (sources: readonly Source[]) => Promise<void>;
  busy: boolean;
  /** The question about the settings, when the album is closed to us; put it anywhere on the page. */
  sheet: ReactNode;
}

/** Keeping pictures in the album, with the way out when the person once said no to it. */
export const useAlbum = (): Album => {
  const [busy, setBusy] = useState(false);
  const [denied, setDenied] = useState<readonly Source[]>();
  const close = useCallback(() => setDenied(undefined), []);
  const keep = async (sources: readonly Source[]): Promise<void> => {
    setBusy(true);
    const rest = await keepEach(sources);
    setBusy(false);
    setDenied(rest);
  };
  const openSettings = async (): Promise<void> => {
    const open = await openAlbumSettings();
    close();
    if (open && denied) await keep(denied);
    else say('相册还没打开，想好了再来。', 'warn');
  };
  const sheet = denied ? (
    <Sheet title="还不能存到相册" onClose={close}>
      <Box className="sheet-text">
        之前没有允许保存到相册，微信不会再问第二次。到设置里打开「添加到相册」，回来接着存。
      </Box>
      <QuietButton onTap={() => void openSettings()}>去设置里打开</QuietButton>
      <TextButton onTap={close}>先不存</TextButton>
    </Sheet>
  ) : null;
  return { keep, busy, sheet };
};

/** What could not be kept because the album is closed to us; undefined: all was kept, or something else was said. */
const keepEach = async (sources: readonly Source[]): Promise<readonly Source[] | undefined> => {
  for (const [i, source] of sources.entries()) {
    const fetched = source.from === 'phone' ? undefined : await fetchPicture(source.at);
    if (fetched && !fetched.ok) {
      say(withNumber(fetched.refusal), 'warn');
      return undefined;
    }
    const kept = await keepPicture(fetched?.value ?? source.at, source.name);
    letGo(fetched?.value);
    if (kept === 'denied') return sources.slice(i);
    if (kept !== 'kept') {
      say(kept === 'left' ? '没有存，想存的时候再点。' : '没存上，长按图片也能保存。', 'warn');
      return undefined;
    }
  }
  say(KEPT_WORDS, 'good');
  return undefined;
};
