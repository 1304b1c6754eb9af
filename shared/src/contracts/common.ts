import { z } from 'zod';

export const id = z.string().min(1).max(80);
/** An instant, ISO 8601 in UTC. */
export const instant = z.iso.datetime({ offset: true });
export const points = z.number().int();
export const empty = z.strictObject({});

/** A file whose lines are sent while they are read; goes with `produces`. */
export const lines = z.custom<AsyncIterable<string>>();
export const done = z.object({ ok: z.literal(true) });

/** Lists page by an opaque cursor; absent `nextCursor`: the end. */
export const paging = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

/** How every refusal looks: a stable code, a Chinese sentence that says what to do, the field that caused it. */
export const refusal = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string().optional(),
  }),
});
