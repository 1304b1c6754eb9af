/**
 * Content: what staff write for others to see, from the draft to what is shown, and its pictures.
 *
 * Words: a *shelf* holds contents of one kind, materials or lessons; a content has a *draft* that staff change and a
 * *live* version that others see; a *picture* belongs to one content, and is *shown* while its live version is.
 * Always true: nobody but staff sees a draft; a version changes only by publishing; a picture of something that is
 * not published can't be fetched from outside; a picture that no content has is removed.
 */
import { contracts } from '@kouyi/shared/contracts';
import type { Domain } from '../kernel/domain';
import { route } from '../kernel/http';
import { pictureBytes, removeUnused, shownPictureBytes, takePicture } from './pictures';

export { isLive, type LiveRow, type PublishingRow } from './model';
export { type Picture, pictureUrl, takePicture } from './pictures';
export { publishingView, shelf } from './shelf';

const { pictures } = contracts;

export const contentDomain: Domain = {
  name: 'content',
  routes: [
    route(pictures.upload, (context, { file }) => takePicture(context, file)),
    route(pictures.get, (_context, { id }) => pictureBytes(id)),
    route(pictures.shown, (_context, { id }) => shownPictureBytes(id)),
  ],
  jobs: [{ name: 'content.remove-pictures', everySeconds: 600, missed: 'skip', run: () => removeUnused() }],
};
