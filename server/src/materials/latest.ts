import { materials } from './model';
import { partsOf } from './rules';

/** A material as a hint of what to send: its title and all its text. */
export interface LatestMaterial {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** The materials that were published last and have a text. */
export async function latestMaterials(limit: number): Promise<LatestMaterial[]> {
  const { items } = await materials.published({}, { limit }, (shown) =>
    shown.map(({ _id: id, live }) => ({
      id,
      title: live.title,
      text: partsOf(live)
        .map((part) => part.text)
        .join('\n\n'),
    })),
  );
  return items.filter(({ text }) => text !== '');
}
