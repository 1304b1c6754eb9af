/** Black and white squares as a PNG that every phone shows, saves and scans; no SVG and no canvas needed. */

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

const crc32 = (bytes: readonly number[]): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

const adler32 = (bytes: readonly number[]): number => {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
};

const word = (n: number): number[] => [n >>> 24, (n >>> 16) & 0xff, (n >>> 8) & 0xff, n & 0xff];

const chunk = (name: string, data: readonly number[]): number[] => {
  const body = [...Array.from(name, (letter) => letter.charCodeAt(0)), ...data];
  return [...word(data.length), ...body, ...word(crc32(body))];
};

/** A deflate stream of stored blocks: nothing is packed, so nothing has to be unpacked by us. */
const stored = (bytes: readonly number[]): number[] => {
  const out = [0x78, 0x01];
  for (let from = 0; from < bytes.length; from += 0xffff) {
    const part = bytes.slice(from, from + 0xffff);
    const last = from + 0xffff >= bytes.length ? 1 : 0;
    const size = [part.length & 0xff, part.length >>> 8];
    out.push(last, ...size, ...size.map((byte) => byte ^ 0xff), ...part);
  }
  return [...out, ...word(adler32(bytes))];
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Mini-programs have no `btoa`. */
export const base64 = (bytes: readonly number[]): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3);
    text += LETTERS.charAt(a >> 2) + LETTERS.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
    text += b === undefined ? '=' : LETTERS.charAt(((b & 15) << 2) | ((c ?? 0) >> 6));
    text += c === undefined ? '=' : LETTERS.charAt(c & 63);
  }
  return text;
};

/** Rows of squares, true is black, each drawn `scale` pixels wide; answers a data address. */
export const pngOf = (rows: readonly (readonly boolean[])[], scale: number): string => {
  const side = rows.length * scale;
  const lines = rows.flatMap((row) => {
    const line = [0];
    for (let x = 0; x < side; x += 8) {
      let byte = 0;
      for (let bit = 0; bit < 8; bit += 1) byte = (byte << 1) | (row[Math.floor((x + bit) / scale)] ? 0 : 1);
      line.push(byte);
    }
    return Array.from({ length: scale }, () => line).flat();
  });
  const header = [...word(side), ...word(side), 1, 0, 0, 0, 0];
  const png = [
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...chunk('IDAT', stored(lines)),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${base64(png)}`;
};
