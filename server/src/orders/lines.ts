import { orderLine, type OrderLine } from '@kouyi/shared/contracts';
import { refuseLine } from './rules';

const KNOWN = new Set(Object.keys(orderLine.shape));

/** A line that parses, and what of it we don't know. */
export interface ParsedLine {
  readonly line: OrderLine;
  /** Top-level fields of the shop that we don't use. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** @throws Refusal `order_shape_invalid` with the field and what is wrong with it. */
export function parseLine(raw: unknown): ParsedLine {
  const parsed = orderLine.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.');
    throw refuseLine('order_shape_invalid', {
      ...(field ? { field } : {}),
      details: { problem: field === '' ? '不是一个对象' : `「${field}」缺少或格式不对` },
    });
  }
  const line = parsed.data;
  const extra = Object.fromEntries(Object.entries(line).filter(([field]) => !KNOWN.has(field)));
  return { line, extra };
}

/** The order number of a line, for whoever looks for it, even when the rest does not parse. */
export function numberIn(raw: unknown): string | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { orderId } = raw as { orderId?: unknown };
  return typeof orderId === 'string' ? orderId.slice(0, 64) : undefined;
}
