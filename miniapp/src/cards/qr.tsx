import { useMemo } from 'react';
import { encode } from 'uqr';
import { serverAddress } from '@/platform/share';
import { Box, Picture, Words } from '@/ui/elements';
import { pngOf } from './qr-png';
import './qr.scss';

/** The white edge a reader needs, in squares. */
const EDGE = 4;
const PIXELS_A_SQUARE = 8;

interface Props {
  /** Page of the console that redeems it; staff scan it with any phone. */
  page: string;
  /** The same in digits and letters, to be read out. */
  code: string;
}

/** A code to show at the till: to be scanned, and to be typed in when that fails. */
export const Qr = ({ page, code }: Props) => {
  const picture = useMemo(
    () => pngOf(encode(`${serverAddress()}${page}`, { ecc: 'M', border: EDGE }).data, PIXELS_A_SQUARE),
    [page],
  );
  return (
    <Box className="qr">
      <Picture className="qr-picture" src={picture} label={`二维码，内容是 ${code}`} />
      <Box className="qr-code">
        <Words selectable>{spaced(code)}</Words>
      </Box>
      <Box className="qr-hint">给店员扫，或者把这串念给店员。只能用一次，别发给别人。</Box>
    </Box>
  );
};

/** Four at a time, so that it can be read out. */
const spaced = (code: string): string =>
  /^[0-9A-Za-z]+$/.test(code) ? (code.match(/.{1,4}/g) ?? [code]).join(' ') : code;
