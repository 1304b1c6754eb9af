import { z } from 'zod';
import { contract } from './contract';
import { id } from './common';

/** Bytes of a picture. */
const bytes = z.custom<Uint8Array>();

/** A picture in a content, in the order in which it is shown. */
export const picture = z.object({ id, width: z.number().int(), height: z.number().int() });

/** Pictures that staff put into materials and lessons. */
export const pictures = {
  upload: contract({
    method: 'POST',
    path: '/api/pictures',
    summary: 'Takes a picture for a content; one that no content has after a day is removed',
    access: 'koc.write',
    input: z.strictObject({ file: z.instanceof(Uint8Array) }),
    output: picture,
    refusals: ['photo_not_an_image', 'photo_too_many_pixels', 'body_too_large'],
    upload: { field: 'file', maxBytes: 8 * 1024 * 1024 },
  }),
  get: contract({
    method: 'GET',
    path: '/api/pictures/:id',
    summary: 'A picture, also of a draft',
    access: 'koc.read',
    input: z.strictObject({ id }),
    output: bytes,
    produces: 'image/jpeg',
  }),
  shown: contract({
    method: 'GET',
    path: '/api/public/pictures/:id',
    summary: 'A picture of something that is published; of nothing else',
    access: 'public',
    input: z.strictObject({ id }),
    output: bytes,
    produces: 'image/jpeg',
  }),
};
