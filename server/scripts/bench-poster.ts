import sharp from 'sharp';
import { encode } from 'uqr';
import { drawPoster } from '../src/products/poster';

/**
 * How long a poster takes and how large it is: the worst there is, a photo that does not compress and as many words
 * as fit. The first one, which reads the fonts, is told apart. The last line is one JSON object; it fails above the
 * 1 MB that chats and albums take.
 */
const POSTERS = 40;
const BYTES_MAX = 1_000_000;

async function noisyPicture(): Promise<Buffer> {
  const side = 900;
  const noise = Buffer.from(
    Array.from({ length: side * side * 3 }, (_, i) => (i * 7919 * (1 + (i % 251))) % 256),
  );
  return sharp(noise, { raw: { width: side, height: side, channels: 3 } })
    .png({ palette: true, quality: 90 })
    .toBuffer();
}

async function codePng(text: string): Promise<Buffer> {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const pixels = Buffer.from(data.flat().map((dark) => (dark ? 0 : 255)));
  return sharp(pixels, { raw: { width: size, height: size, channels: 1 } })
    .resize(size * 10, size * 10, { kernel: 'nearest' })
    .png()
    .toBuffer();
}

async function main(): Promise<void> {
  const picture = await noisyPicture();
  const code = await codePng('https://brand.example/l/abcdefghij');
  const times: number[] = [];
  let maxBytes = 0;
  let cpuBefore = process.cpuUsage();
  for (let i = 0; i <= POSTERS; i += 1) {
    const began = performance.now();
    const png = await drawPoster({
      brandName: '栀夏护肤',
      product: { name: '一款名字特别特别长的焕颜修护精华液礼盒装适合所有肤质', priceFen: 12_900, picture },
      words: `第 ${i} 次回购，换季的时候也不刺痛，全家一起用`,
      personName: '林小满',
      code,
    });
    times.push(performance.now() - began);
    if (i === 0) cpuBefore = process.cpuUsage();
    maxBytes = Math.max(maxBytes, png.length);
  }
  const [first, ...rest] = times;
  const sorted = rest.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)]!);
  const { user, system } = process.cpuUsage(cpuBefore);
  const result = {
    posters: POSTERS,
    firstMs: Math.round(first!),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    // What a poster costs whatever else the machine does.
    cpuMs: Math.round((user + system) / 1_000 / POSTERS),
    maxBytes,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (maxBytes > BYTES_MAX) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(2);
});
