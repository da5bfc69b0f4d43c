import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { ProblemDocument } from './problem.ts';
import { ChannelParameter, WatchList, WatchRequest, WatchView } from './watch-schemas.ts';

/** What the API takes and gives, in OpenAPI 3.1, made from the schemas by which it is checked. */
export function apiDocument(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'mysqlop',
      version,
      description:
        'Has operations of Azure Database for MySQL watched in Slack: what /mysqlop does for people, for pipelines.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: {
      '/v1/watches': { post: POST, get: LIST },
      '/v1/watches/{id}': { get: GET, delete: DELETE },
      '/v1/openapi.json': {
        get: {
          operationId: 'getOpenApi',
          summary: 'This document',
          security: [],
          responses: {
            200: {
              description: 'OpenAPI 3.1.',
              content: { 'application/json': { schema: { type: 'object' } } },
            },
          },
        },
      },
    },
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token whose SHA-256 is in API_TOKENS.',
        },
      },
      schemas: {
        WatchRequest: schemaOf(WatchRequest),
        Watch: schemaOf(WatchView),
        WatchList: {
          ...schemaOf(WatchList),
          properties: { watches: { type: 'array', items: ref('Watch') } },
        },
        Problem: schemaOf(ProblemDocument),
      },
    },
  };
}

function schemaOf(schema: v.GenericSchema): object {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    // What a schema checks besides, its description says.
    errorMode: 'ignore',
    typeMode: 'input',
  });
  return rest;
}

function ref(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function header(description: string) {
  return { description, schema: { type: 'string' } };
}

const RETRY = { 'Retry-After': header('In how many seconds to try again.') };
const RATES = {
  RateLimit: header('How many requests are left, and for how many seconds.'),
  'RateLimit-Policy': header('How many requests are taken in how many seconds.'),
};
const LOCATION = { Location: header('Where it is found.') };

function given(description: string, schema: string, headers: object = {}) {
  return {
    description,
    headers: { ...RATES, ...headers },
    content: { 'application/json': { schema: ref(schema) } },
  };
}

function problemOf(description: string, headers: object = {}) {
  return {
    description,
    headers,
    content: { 'application/problem+json': { schema: ref('Problem') } },
  };
}

/** What may be wrong with any request. */
const ALWAYS = {
  400: problemOf('It can’t be read.'),
  401: problemOf('There is no valid token.', {
    'WWW-Authenticate': header('Bearer, as RFC 6750 has it.'),
  }),
  403: problemOf('It is not for this pipeline, or not in this channel.'),
  405: problemOf('That can’t be asked for here.', { Allow: header('What can be.') }),
  429: problemOf('Too many requests, or questions to Azure.', { ...RATES, ...RETRY }),
  500: problemOf('Something broke.'),
  503: problemOf('Redis is away: nothing has been done, or nobody can tell.', RETRY),
} as const;

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'As it was told.',
  schema: { type: 'string' },
} as const;

function channel(required: boolean, description: string) {
  return {
    name: 'channel',
    in: 'query',
    required,
    description,
    schema: schemaOf(ChannelParameter),
  };
}

const OF_CARD = channel(false, 'In which the card is meant, where the pipeline asked in several.');

const POST = {
  operationId: 'postWatch',
  summary: 'Watch an operation to its end',
  parameters: [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'The same request with the same key is carried out once within 24 h.',
      schema: { type: 'string', minLength: 1, maxLength: 257 },
    },
  ],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: ref('WatchRequest') } },
  },
  responses: {
    200: given('The channel has its card already.', 'Watch', LOCATION),
    201: given('It is watched.', 'Watch', LOCATION),
    202: given('It is being looked for, and watched once it is found.', 'Watch', LOCATION),
    ...ALWAYS,
    409: problemOf('As many are watched as may be, or the same request is under way.', RETRY),
    413: problemOf('It is more than 1 MB.'),
    415: problemOf('It is not JSON.'),
    422: problemOf('Something in it is wrong, or the operation is refused.'),
  },
} as const;

const LIST = {
  operationId: 'listWatches',
  summary: 'The live watches of a channel, the oldest first',
  parameters: [channel(true, 'Whose cards are meant.')],
  responses: { 200: given('Those that the pipeline may see.', 'WatchList'), ...ALWAYS },
} as const;

const GET = {
  operationId: 'getWatch',
  summary: 'How a watch stands',
  parameters: [ID, OF_CARD],
  responses: {
    200: given('As it stands.', 'Watch'),
    ...ALWAYS,
    404: problemOf('There is none, or none that the pipeline may see.'),
  },
} as const;

const DELETE = {
  operationId: 'deleteWatch',
  summary: 'Stop watching; the operation itself goes on',
  parameters: [ID, OF_CARD],
  responses: {
    200: given('It is no longer watched in that channel.', 'Watch'),
    ...ALWAYS,
    404: problemOf('There is none, or none that the pipeline may see.'),
    409: problemOf('It has ended already.'),
  },
} as const;
