import sharp from 'sharp';

/** What stands on the table, and in whose colours: the wall behind it, the thing itself, and what it is trimmed with. */
export interface StillLife {
  readonly thing: keyof typeof THINGS;
  readonly wall: string;
  readonly body: string;
  readonly trim: string;
  /** What lies beside it. */
  readonly beside?: keyof typeof BESIDE;
}

/** The side of a picture in pixels. */
const SIDE = 720;

/** The mark of the brand: a drop of dew with a sun in it; no letters, because a server may have no font. */
const mark = (x: number, y: number, size: number, colour: string): string =>
  `<g transform="translate(${x} ${y}) scale(${size})" fill="none" stroke="${colour}" stroke-width="1.6">
    <path d="M0-11c5 6 8 10 8 14a8 8 0 0 1-16 0c0-4 3-8 8-14z"/><circle cy="4" r="2.6" fill="${colour}"/></g>`;
/** A label with the mark and two lines that stand for print. */
const label = (x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3" fill="#fffdf9" opacity=".94"/>
  ${mark(x + width / 2, y + height * 0.4, height / 52, 'var(--trim)')}
  <path d="M${x + width * 0.24} ${y + height * 0.74}h${width * 0.52}M${x + width * 0.34} ${y + height * 0.84}h${width * 0.32}" stroke="#8b8175" stroke-width="1.4"/>`;
const glint = (x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${width / 2}" fill="#fff" opacity=".38"/>`;

/** On a board of 300 by 300; the table's edge is at 206, what stands on it ends near 250. */
const THINGS = {
  serum: `<ellipse cx="150" cy="250" rx="56" ry="8" class="shade"/>
    <path d="M141 58q9-10 18 0v30h-18z" fill="#3a332b"/><rect x="134" y="86" width="32" height="26" rx="4" fill="var(--trim)"/>
    <rect x="138" y="110" width="24" height="14" class="body"/>
    <rect x="106" y="120" width="88" height="130" rx="17" class="body"/>${glint(114, 134, 7, 96)}${label(122, 158, 56, 60)}`,
  foam: `<ellipse cx="150" cy="250" rx="52" ry="8" class="shade"/>
    <path d="M146 76h8v30h-8z" fill="#b7ab98"/><path d="M118 66h52q8 0 8 8v8h-60q-5 0-5-8t5-8z" fill="#cfc4b2"/>
    <rect x="128" y="102" width="44" height="18" rx="5" fill="#ddd4c5"/>
    <rect x="108" y="116" width="84" height="134" rx="22" class="body"/>${glint(116, 134, 7, 92)}${label(124, 156, 52, 62)}`,
  mask: `<ellipse cx="152" cy="248" rx="78" ry="8" class="shade"/>
    <g transform="rotate(9 170 170)"><rect x="112" y="92" width="104" height="150" rx="5" fill="var(--trim)"/></g>
    <rect x="92" y="96" width="108" height="152" rx="5" class="body"/>
    <path d="M92 112h108M92 232h108" stroke="#fff" stroke-opacity=".5" stroke-dasharray="3 3"/><path d="M192 96l8 10" stroke="#fff" stroke-width="2"/>
    ${glint(99, 120, 5, 104)}${label(114, 136, 64, 72)}`,
  cream: `<ellipse cx="150" cy="248" rx="82" ry="9" class="shade"/>
    <rect x="82" y="168" width="136" height="80" rx="22" class="body"/><rect x="78" y="134" width="144" height="40" rx="9" fill="var(--trim)"/>
    <path d="M82 146h136M82 158h136" stroke="#fff" stroke-opacity=".28"/>${glint(92, 182, 7, 48)}${label(118, 182, 64, 54)}`,
  drip: `<ellipse cx="150" cy="250" rx="86" ry="9" class="shade"/>
    <path d="M84 106l98-10v152H84z" class="body"/><path d="M182 96l34 18v126l-34 8z" class="body"/><path d="M182 96l34 18v126l-34 8z" fill="#000" opacity=".16"/>
    <path d="M84 106l98-10 34 18-96 8z" fill="var(--trim)"/>${label(102, 140, 62, 70)}`,
  beans: `<ellipse cx="150" cy="250" rx="70" ry="9" class="shade"/>
    <path d="M104 92h92l8 152q0 6-8 6h-92q-8 0-8-6z" class="body"/><path d="M102 74h96l-2 22h-92z" class="body"/><path d="M102 74h96l-2 22h-92z" fill="#000" opacity=".12"/>
    <rect x="94" y="88" width="112" height="9" rx="4" fill="var(--trim)"/>${glint(107, 108, 6, 120)}${label(116, 132, 68, 76)}`,
  cup: `<ellipse cx="146" cy="250" rx="84" ry="9" class="shade"/><path d="M78 238h144q-8 12-30 12h-84q-22 0-30-12z" fill="#fffdf9"/>
    <path d="M196 168h12a22 22 0 0 1 0 46h-18" fill="none" stroke="var(--trim)" stroke-width="10"/>
    <path d="M94 150h110v42a50 50 0 0 1-50 48h-10a50 50 0 0 1-50-48z" class="body"/><ellipse cx="149" cy="150" rx="55" ry="12" fill="#fffdf9"/>
    <ellipse cx="149" cy="151" rx="48" ry="9" fill="#6b432a"/><path d="M136 128q-8-12 0-24t0-24M162 128q-8-12 0-24t0-24" fill="none" stroke="#fff" stroke-opacity=".75" stroke-width="4" stroke-linecap="round"/>`,
};

const bean = (x: number, y: number, turn: number): string =>
  `<g transform="translate(${x} ${y}) rotate(${turn})"><ellipse rx="9" ry="6" fill="#5b3a24"/><path d="M-8 0q8-4 16 0" stroke="#341f12" fill="none"/></g>`;
const leaf = (x: number, y: number, turn: number, size: number): string =>
  `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${size})"><path d="M0 0c22-16 26-44 0-70-26 26-22 54 0 70z" fill="#7f9d79"/><path d="M0 0v-58" stroke="#5c7a58" stroke-width="2"/></g>`;
const BESIDE = {
  leaf: leaf(226, 248, 34, 0.9) + leaf(238, 250, 66, 0.62),
  beans:
    bean(60, 246, 20) + bean(80, 254, -30) + bean(236, 252, 10) + bean(252, 243, 70) + bean(218, 257, -12),
  foam: [
    [62, 240, 13],
    [82, 247, 9],
    [50, 250, 8],
    [230, 244, 11],
    [246, 250, 7],
  ]
    .map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}" fill="#fff" opacity=".86"/>`)
    .join(''),
  towel: `<rect x="40" y="222" width="62" height="14" rx="7" fill="#f3e7dc"/><rect x="36" y="235" width="70" height="15" rx="7" fill="#e6d3c4"/>`,
};

/** A still life in the brand's colours as PNG, drawn here so that no picture of anybody's is needed; the same each time. */
export const paint = ({ thing, wall, body, trim, beside }: StillLife): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 300 300">
        <defs>
          <linearGradient id="wall" x2=".4" y2="1"><stop stop-color="#fff" stop-opacity=".4"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>
          <linearGradient id="body"><stop stop-color="${body}"/><stop offset=".3" stop-color="${body}" stop-opacity=".86"/><stop offset="1" stop-color="${body}"/></linearGradient>
          <style>.body{fill:url(#body)}.shade{fill:#2b1f14;opacity:.17}</style>
        </defs>
        <rect width="300" height="300" fill="${wall}"/><rect width="300" height="300" fill="url(#wall)"/>
        <path d="M166 0h104l-66 206H84z" fill="#fff" opacity=".26"/><path d="M286 0h26l-80 206h-14z" fill="#fff" opacity=".2"/>
        <rect y="206" width="300" height="94" fill="#fff" opacity=".42"/><rect y="206" width="300" height="2" fill="#2b1f14" opacity=".06"/>
        ${(THINGS[thing] + (beside === undefined ? '' : BESIDE[beside])).replaceAll('var(--trim)', trim)}
      </svg>`,
    ),
  )
    .png()
    .toBuffer();
