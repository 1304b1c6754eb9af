import type { Contract } from '@kouyi/shared/contracts';
import { contracts, refusal } from '@kouyi/shared/contracts';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of every route, made from the contracts. */
export function openApiDocument(info: { title: string; version: string }): Json {
  const paths: Record<string, Json> = {};
  for (const [domain, routes] of Object.entries(contracts)) {
    for (const [name, contract] of Object.entries(routes as Record<string, Contract>)) {
      const path = contract.path.replace(/:(\w+)/g, '{$1}');
      paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(domain, name, contract) };
    }
  }
  return {
    openapi: '3.1.0',
    info,
    paths,
    components: {
      schemas: { Refusal: jsonSchema(refusal, 'output'), ...named },
      securitySchemes: {
        member: {
          type: 'http',
          scheme: 'bearer',
          description: 'Session of a member, from /api/member/session',
        },
        staff: {
          type: 'apiKey',
          in: 'cookie',
          name: 'kouyi_staff',
          description: 'Session of a member of staff',
        },
        key: { type: 'http', scheme: 'bearer', description: 'API key with rights' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'x-kouyi-signature',
          description:
            'Hex HMAC-SHA256 of `<x-kouyi-timestamp>.<raw body>` under the secret of the key named in x-kouyi-key; the timestamp in seconds, at most 5 minutes from ours',
        },
      },
    },
  };
}

/** Schemas with a name of their own, which others (or they themselves) refer to. */
const named: Record<string, Json> = {};

/** References lead to the document's components: inside an operation they would lead nowhere. */
const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const made = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  const {
    $schema: _dialect,
    $defs,
    ...rest
  } = JSON.parse(made.replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
  Object.assign(named, $defs);
  return rest;
};

function operation(domain: string, name: string, contract: Contract): Json {
  const input = jsonSchema(contract.input, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  const inPath = new Set([...contract.path.matchAll(/:(\w+)/g)].map((match) => match[1]!));
  const asQuery = contract.method === 'GET' || contract.method === 'DELETE';
  const properties = Object.entries(input.properties ?? {});
  const parameters = properties
    .filter(([key]) => inPath.has(key) || asQuery)
    .map(([key, schema]) => ({
      name: key,
      in: inPath.has(key) ? 'path' : 'query',
      required: inPath.has(key) || (input.required ?? []).includes(key),
      schema,
    }));
  const body = properties
    .filter(([key]) => !inPath.has(key))
    .map(([key, schema]): [string, Json] =>
      key === contract.upload?.field ? [key, { type: 'string', format: 'binary' }] : [key, schema],
    );
  const media = contract.produces?.split(';')[0] ?? 'application/json';
  const refusalAnswer = {
    description: 'A named refusal',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
  };
  return {
    operationId: `${domain}.${name}`,
    summary: contract.summary,
    tags: [domain],
    'x-access': contract.access,
    'x-refusals': contract.refusals ?? [],
    security: security(contract),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(asQuery || body.length === 0
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [contract.upload ? 'multipart/form-data' : 'application/json']: {
                schema: {
                  ...input,
                  properties: Object.fromEntries(body),
                  required: (input.required ?? []).filter((key) => !inPath.has(key)),
                },
              },
            },
          },
        }),
    responses: {
      200: { description: 'Done', content: { [media]: { schema: jsonSchema(contract.output, 'output') } } },
      '4XX': refusalAnswer,
    },
  };
}

function security(contract: Contract): Json[] {
  if (contract.signed) return [{ signature: [] }];
  if (contract.access === 'public') return [];
  if (contract.access === 'member') return [{ member: [] }];
  if (contract.access === 'staff') return [{ staff: [] }];
  return [{ staff: [] }, { key: [] }];
}
