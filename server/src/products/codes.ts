import { createCanvas } from '@napi-rs/canvas';
import { encode } from 'uqr';
import type { WeChatCodes } from '../adapters/wechat';
import { WeChatDown, WeChatSays } from '../adapters/wechat';
import { storage } from '../adapters/storage';
import { log } from '../kernel/log';
import { refusals } from '../kernel/refusals';

const refuse = refusals({
  code_unavailable: {
    zh: '暂时连不上微信，小程序码没有生成，请稍后再试。',
    en: 'mini-program code unavailable',
    status: 503,
  },
});

/** The page that a code opens; it reads the scene. */
const PAGE = 'pages/home/index';

let weChat: WeChatCodes | undefined;
let publicUrl = 'http://127.0.0.1:3000';

/** Boot says under which address people reach us, and how WeChat draws codes; without keys a QR code stands in. */
export function tellAboutLinks(given: { publicUrl: string; weChat: WeChatCodes | undefined }): void {
  publicUrl = given.publicUrl.replace(/\/$/, '');
  weChat = given.weChat;
}

/** Where a link leads, for copying: a short address that counts the click. */
export const urlOf = (code: string): string => `${publicUrl}/l/${code}`;

/** A page of the mini-program as h5, with its scene. */
const pagePath = (page: string, scene: string): string => `/m/#/${page}?scene=${scene}`;

/** Where the short address leads to: the mini-program as h5, with the code as its scene. */
export const targetOf = (code: string): string => pagePath(PAGE, code);

/** Where a page of the mini-program is as h5, for copying; it reads the scene. */
export const pageUrl = (page: string, scene: string): string => `${publicUrl}${pagePath(page, scene)}`;

/**
 * The code of a link as a picture: WeChat's mini-program code, drawn once and kept, or a QR code of the short
 * address where there are no WeChat keys. @throws Refusal `code_unavailable` (503).
 */
export const codePicture = (code: string): Promise<Buffer> =>
  drawn({ scene: code, page: PAGE, key: `codes/${code}`, url: urlOf(code) });

/** The same for any page of the mini-program; the scene has at most 32 characters. */
export const pagePicture = (page: string, scene: string): Promise<Buffer> =>
  drawn({ scene, page, key: `codes/${page}/${scene}`, url: pageUrl(page, scene) });

interface Drawn {
  readonly scene: string;
  readonly page: string;
  /** Where it is kept. */
  readonly key: string;
  /** What the QR code says instead. */
  readonly url: string;
}

async function drawn({ scene, page, key, url }: Drawn): Promise<Buffer> {
  if (!weChat) return qrPicture(url);
  const kept = await storage().get(key);
  if (kept) return kept;
  try {
    const picture = await weChat.unlimited({ scene, page });
    await storage().put(key, picture, { sealed: false });
    return picture;
  } catch (error) {
    if (!(error instanceof WeChatDown) && !(error instanceof WeChatSays)) throw error;
    log.warn({ kind: error.message }, 'no mini-program code');
    throw refuse('code_unavailable');
  }
}

const MODULE_PX = 10;
const QUIET_MODULES = 2;

function qrPicture(text: string): Buffer {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const canvas = createCanvas(size * MODULE_PX, size * MODULE_PX);
  const brush = canvas.getContext('2d');
  brush.fillStyle = '#ffffff';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.fillStyle = '#1f1b16';
  data.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (dark) brush.fillRect(x * MODULE_PX, y * MODULE_PX, MODULE_PX, MODULE_PX);
    }),
  );
  return canvas.toBuffer('image/png');
}
