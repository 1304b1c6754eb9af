import type Koa from 'koa';
import multer from 'multer';
import { refuseAnywhere } from './refusals';

/** So many small fields may come beside a file, each so long at most. */
const FIELDS = 12;
const FIELD_BYTES = 4_000;

/**
 * The fields of a multipart body with its one file as bytes, held in memory and never on disk. Read only after
 * access was checked. A body of another kind has no file.
 * @throws Refusal `body_too_large` (413) or `shape_invalid` (400).
 */
export async function uploadOf(
  ctx: Koa.Context,
  { field, maxBytes }: { field: string; maxBytes: number },
): Promise<Record<string, unknown>> {
  if (!ctx.is('multipart/form-data')) return { ...(ctx.request as { body?: object }).body };
  const read = multer({
    storage: multer.memoryStorage(),
    limits: {
      fileSize: maxBytes,
      files: 1,
      fields: FIELDS,
      fieldSize: FIELD_BYTES,
      fieldNameSize: 60,
      parts: FIELDS + 1,
    },
  }).single(field);
  const request = ctx.req as unknown as { file?: { buffer: Buffer }; body?: Record<string, unknown> };
  await new Promise<void>((resolve, reject) => {
    read(ctx.req as never, ctx.res as never, (error: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(refusalOf(error, maxBytes));
    });
  });
  return { ...request.body, ...(request.file ? { [field]: request.file.buffer } : {}) };
}

const refusalOf = (error: unknown, maxBytes: number): Error =>
  (error as { code?: string }).code === 'LIMIT_FILE_SIZE'
    ? refuseAnywhere('body_too_large', { details: { limit: `${Math.floor(maxBytes / 1024 / 1024)} MB` } })
    : refuseAnywhere('shape_invalid', { details: { problem: '文件没有传完整，请再传一次' } });
