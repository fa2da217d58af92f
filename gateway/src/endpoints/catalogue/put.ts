import {
  api,
  type Bilingual,
  type CatalogueList,
  type EntriesInput,
  type ErrorCode,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import { endpoint, type Endpoint } from '../../http/endpoint.js';
import { LISTS } from '../../services/catalogue/lists.js';
import { OF_ENTRIES } from './params.js';

/** Two hundred resources with many items. */
const BODY_LIMIT = 2 * 1024 * 1024;

interface Put {
  readonly list: CatalogueList;
  readonly summary: Bilingual;
  readonly body: z.ZodType<EntriesInput>;
  readonly example: JsonObject;
  readonly refusals: readonly ErrorCode[];
}

/** The endpoint that puts up to 200 entries of one list, new ones and changed ones. */
export const put = ({ list, summary, body, example, refusals }: Put): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/v1/${list}`,
    summary,
    scope: LISTS[list].scope,
    idempotent: true,
    signedByCaller: true,
    bodyLimit: BODY_LIMIT,
    body,
    example: { entries: [example] },
    answer: { status: 201, schema: api.entriesWrittenAnswer },
    refusals: [...OF_ENTRIES, ...refusals],
    handler: ({ hub, caller, body: input, once }) => hub.services.catalogue.put(caller, list, input, once),
  });
