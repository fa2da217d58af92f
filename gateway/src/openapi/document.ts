import type { JsonObject } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import type { Endpoint } from '../http/endpoint.js';
import { FILE_TYPES } from '../http/file.js';
import { namedSchemas, schemaOf } from './components.js';
import { responsesOf } from './responses.js';

const HEADERS: JsonObject = {
  RequestId: {
    description:
      'The id of the request: the one sent in X-Request-Id, or a new one. Name it when asking for help.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
  },
  RateLimit: {
    description: "What is left of the caller's requests (draft-ietf-httpapi-ratelimit-headers-08)",
    schema: { type: 'string' },
  },
  ETag: {
    description: 'The entity tag; of a certificate it begins with its revision, for If-Match',
    schema: { type: 'string' },
  },
};

const IDEMPOTENCY_KEY: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'Makes a write happen once: keep the key when sending it again, take a new one for another write.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
  example: '0b5f1c52-5e0e-4c2b-9d5f-6a1a0f0f7a11',
};

const IF_MATCH: JsonObject = {
  name: 'If-Match',
  in: 'header',
  description: 'The ETag of the record the change was decided on; another revision answers 412',
  schema: { type: 'string', pattern: '^(?:\\*|"(?:0|[1-9][0-9]{0,8})(?:-[A-Za-z0-9_-]{1,43})?")$' },
};

const IF_NONE_MATCH: JsonObject = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The ETag the reader has; the same answers 304',
  schema: { type: 'string' },
};

const parametersIn = (place: 'path' | 'query', schema: z.ZodObject | undefined): JsonObject[] =>
  Object.entries(schema?.shape ?? {}).map(([name, value]) => ({
    name,
    in: place,
    required: !(value as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(value as z.ZodType),
  }));

const headersOf = ({ method, idempotent, refusals, answer }: Endpoint): JsonObject[] => [
  ...(idempotent ? [IDEMPOTENCY_KEY] : []),
  ...(refusals.includes('STALE') ? [IF_MATCH] : []),
  ...(method === 'GET' && answer.media === undefined && answer.files === undefined ? [IF_NONE_MATCH] : []),
];

const FILE: JsonObject = {
  description: 'The file, uncompressed, at most 64 MiB and 100,000 rows; a CSV in UTF-8 or GB18030',
  required: true,
  content: Object.fromEntries(
    FILE_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
  ),
};

function requestBodyOf({ body, takes = 'application/json', example, takesFile }: Endpoint): JsonObject {
  if (takesFile) return { requestBody: FILE };
  if (body === undefined) return {};
  return {
    requestBody: {
      required: true,
      content: { [takes]: { schema: schemaOf(body, 'input'), ...(example !== undefined && { example }) } },
    },
  };
}

/** `POST /v1/licenses/{id}/suspend` is `post-v1-licenses-id-suspend`: stable as long as the address is. */
const operationId = ({ method, path }: Endpoint): string =>
  [method.toLowerCase(), ...path.split(/[^A-Za-z0-9]+/).filter(Boolean)].join('-');

/** The first part of the address after the version. */
const tagOf = ({ path }: Endpoint): string => path.replace('/v1/', '/').split(/[/.]/)[1] as string;

const operationOf = (endpoint: Endpoint): JsonObject => ({
  operationId: operationId(endpoint),
  tags: [tagOf(endpoint)],
  summary: endpoint.summary.en,
  description: endpoint.summary.zh,
  security: [...(endpoint.scope === 'public' ? [{}] : []), { bearer: [] }, { certificate: [] }],
  ...(endpoint.scope !== 'public' && { 'x-scope': endpoint.scope }),
  parameters: [
    ...parametersIn('path', endpoint.params),
    ...parametersIn('query', endpoint.query),
    ...headersOf(endpoint),
  ],
  ...requestBodyOf(endpoint),
  responses: responsesOf(endpoint),
});

function pathsOf(endpoints: readonly Endpoint[]): JsonObject {
  const byPath = Map.groupBy(endpoints, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, atPath]) => [
      // OpenAPI has no word for a parameter of several parts.
      path.replaceAll('*}', '}'),
      Object.fromEntries(atPath.map((each) => [each.method.toLowerCase(), operationOf(each)])),
    ]),
  );
}

/** The OpenAPI 3.1 description of the endpoints, made from the schemas that check them. */
export const describeApi = (endpoints: readonly Endpoint[]): JsonObject => ({
  openapi: '3.1.1',
  info: {
    title: 'Hanlian (汉链) gateway',
    version: '1.0.0',
    summary: "A city's blockchain hub: electronic certificates issued, changed, verified and audited",
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  tags: [...new Set(endpoints.map(tagOf))].map((name) => ({ name })),
  paths: pathsOf(endpoints),
  components: {
    schemas: namedSchemas(),
    headers: HEADERS,
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description: "A caller's API key, or a token (JWT) it signed",
      },
      certificate: { type: 'mutualTLS', description: 'A registered client certificate' },
    },
  },
});
