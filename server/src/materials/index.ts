/**
 * Materials: what KOCs forward, ready to copy, with pictures, and what it brought.
 *
 * Words: a *material* has *parts* (experience, service, value) as text to copy, pictures, tags and perhaps a product;
 * a *forward* is a KOC's taking it to pass it on, which comes with their *tracked link*.
 * Always true: KOCs alone see materials, and only what is published; a KOC's forwards of a material count once a day;
 * what a material brought is what its links brought, nothing is guessed.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { forwardDataOf } from './brought';
import { reactions } from './reactions';
import { routes } from './routes';

export { forwardMaterial, publishMaterial, saveMaterial } from './commands';
export { latestMaterials } from './latest';
export { materialPage } from './views';

personDataSources.register('materials', forwardDataOf);

export const materialsDomain: Domain = { name: 'materials', routes, reactions };
