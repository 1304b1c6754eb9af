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
  const rows = await materials.published({}, { limit });
  return rows.slice(0, limit).flatMap(({ _id: id, live }) => {
    const text = partsOf(live)
      .map((part) => part.text)
      .join('\n\n');
    return text === '' ? [] : [{ id, title: live.title, text }];
  });
}
