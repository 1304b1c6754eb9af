import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { kocIdOf } from '../koc';
import { linkUrl } from '../products';
import { archiveMaterial, forwardMaterial, publishMaterial, saveMaterial } from './commands';
import { forwardText } from './rules';
import {
  materialDetail,
  materialPage,
  materialsCsv,
  materialView,
  memberMaterial,
  memberMaterialPage,
  memberView,
  tagsInUse,
} from './views';

const { materials, member } = contracts;

export const routes = [
  route(materials.list, (_context, input) => materialPage(input)),
  route(materials.tags, async () => ({ items: await tagsInUse('draft') })),
  route(materials.exportCsv, () => Promise.resolve(materialsCsv())),
  route(materials.get, ({ actor }, input) => materialDetail(actor, input)),
  route(materials.save, async (context, { id, revision, ...content }) =>
    materialView(await saveMaterial(context, { id, revision, content })),
  ),
  route(materials.publish, async (context, input) => materialView(await publishMaterial(context, input))),
  route(materials.archive, async (context, input) => materialView(await archiveMaterial(context, input))),

  route(member.materials, async ({ actor }, input) =>
    memberMaterialPage(await kocIdOf(actor.personId), input),
  ),
  route(member.material, async ({ actor }, { id }) => memberMaterial(await kocIdOf(actor.personId), id)),
  route(member.forwardMaterial, async (context, { id, channel, parts }) => {
    const kocId = await kocIdOf(context.actor.personId);
    const { material, link, counted } = await forwardMaterial(context, { id, kocId, channel });
    const url = linkUrl(link._id);
    return {
      text: forwardText(material.live, parts, url),
      code: link._id,
      url,
      counted,
      material: await memberView(kocId, material),
    };
  }),
];
