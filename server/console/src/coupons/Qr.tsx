import { encode } from 'uqr';
import { useMemo } from 'react';

/** The side of a module and the quiet zone around, in units of the picture. */
const QUIET = 2;

/** The modules of a code as one path, so that it stays sharp at any size. */
const pathOf = (text: string): { path: string; size: number } => {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const path = data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { path, size };
};

/** A QR code. Always dark on white: some phones read no other. */
export const Qr = ({ text, label }: { text: string; label: string }) => {
  const { path, size } = useMemo(() => pathOf(text), [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};

/** The same as a file to print or to post. */
export const qrFile = (text: string): string => {
  const { path, size } = pathOf(text);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="1024" height="1024"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
};
