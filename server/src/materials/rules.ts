import { MATERIAL_PART_NAMES, MATERIAL_PARTS, type MaterialPart } from '@kouyi/shared/types';
import { derivedId } from '../kernel/ids';
import { refusals } from '../kernel/refusals';
import type { MaterialContent } from './model';

export const refuse = refusals({
  materials_for_kocs: {
    zh: '素材是给 KOC 转发用的。想成为 KOC，可以在「我的」里看成长路径，或者问问店长。',
    en: 'materials are for KOCs',
    status: 403,
  },
  material_gone: { zh: '这份素材已经下架了，看看别的吧。', en: 'material is not published', status: 410 },
  material_empty: { zh: '还没有文字也没有图片，写一点再发布。', en: 'neither text nor picture' },
  product_unknown: { zh: '没有这个商品，请先在商品里添加。', en: 'unknown product' },
});

/** One forward of a person, a material and a Shanghai day, however often it is asked for. */
export const forwardIdOf = (materialId: string, kocId: string, day: number): string =>
  derivedId('fwd', materialId, kocId, String(day));

/** Parts that have a text, in the order in which they are read. */
export const partsOf = ({
  parts,
}: Pick<MaterialContent, 'parts'>): { part: MaterialPart; name: string; text: string }[] =>
  MATERIAL_PARTS.filter((part) => parts[part] !== '').map((part) => ({
    part,
    name: MATERIAL_PART_NAMES[part],
    text: parts[part],
  }));

/** What is copied: the chosen parts, all where none is chosen or none of them has a text, and the link behind them. */
export function forwardText(
  content: Pick<MaterialContent, 'parts'>,
  chosen: readonly MaterialPart[],
  url: string,
): string {
  const all = partsOf(content);
  const wanted = all.filter(({ part }) => chosen.includes(part));
  return [...(wanted.length > 0 ? wanted : all).map(({ text }) => text), `👉 ${url}`].join('\n\n');
}
