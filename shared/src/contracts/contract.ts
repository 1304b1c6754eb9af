import type { z } from 'zod';
import type { Right } from '../types';

/**
 * Who may call a route: anybody, a signed-in member, any signed-in member of staff, or staff (or an API key)
 * that holds a right.
 */
export type Access = 'public' | 'member' | 'staff' | Right;

/**
 * One route: its address, who may call it, what goes in and what comes out.
 * Path parameters, query and body are one input object; names in `path` after `:` are taken from the path,
 * the rest from the query (GET, DELETE) or the JSON body.
 */
export interface Contract<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  A extends Access = Access,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly access: A;
  readonly input: I;
  readonly output: O;
  /** Named refusals (422 unless said otherwise) a caller should expect. */
  readonly refusals?: readonly string[];
  /** Comes as multipart/form-data: the file is the input's field of this name, as bytes. */
  readonly upload?: { readonly field: string; readonly maxBytes: number };
  /** Sent as this media type instead of JSON; the handler returns text, bytes, or text in pieces that are made while it is sent. */
  readonly produces?: string;
  /** Only with an HMAC signature of an API key over the raw body and the time; a bearer token is not enough. */
  readonly signed?: true;
}

/** Declares a route and keeps its types. */
export const contract = <I extends z.ZodType, O extends z.ZodType, const A extends Access>(
  c: Contract<I, O, A>,
): Contract<I, O, A> => c;

export type InputOf<C> = C extends Contract<infer I> ? z.output<I> : never;
export type OutputOf<C> = C extends Contract<z.ZodType, infer O> ? z.output<O> : never;
