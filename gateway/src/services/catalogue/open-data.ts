import {
  canonicalize,
  formatInstant,
  keyPrefixes,
  rangeOf,
  type DownloadVerdict,
  type OpenVersion,
  type OpenVersionAnswer,
  type OpenVersionInput,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { parseRow } from '../registry-view.js';
import type { OpenVersionWritten } from '../catalogue-services.js';
import type { Caller, Idempotency, OrSigning, Page, PageQuery } from '../types.js';
import type { CatalogueParts } from './parts.js';

const toHex = (digest: string): string => Buffer.from(digest, 'base64url').toString('hex');
const fromHex = (digest: string): string => Buffer.from(digest, 'hex').toString('base64url');

const viewOf = (record: OpenVersion): OpenVersionAnswer => ({
  version: record.version,
  fileName: record.fileName,
  mediaType: record.mediaType,
  size: record.size,
  sha256: toHex(record.sha256),
  sm3: toHex(record.sm3),
  provider: record.provider,
  publishedAt: formatInstant(record.txTime),
  transactionId: transactionIdOf(record.tx),
});

/** The versions of a set, newest first. */
async function* newestFirst(
  { model }: Pick<CatalogueParts, 'model'>,
  resource: string,
): AsyncGenerator<OpenVersion> {
  const { start, end } = rangeOf(keyPrefixes.openVersion, resource);
  for await (const { row } of model.rows(start, end, true)) yield parseRow(row) as OpenVersion;
}

/** The published versions of a set, newest first. A cursor is the last version shown. */
export async function openVersions(
  parts: CatalogueParts,
  resource: string,
  { limit, cursor }: PageQuery,
): Promise<Page<OpenVersionAnswer>> {
  await parts.caughtUp();
  const before = cursor === undefined ? Infinity : Number(cursor);
  const items: OpenVersionAnswer[] = [];
  for await (const record of newestFirst(parts, resource)) {
    if (record.version >= before) continue;
    if (items.length === limit) return { items, next: String(items.at(-1)?.version) };
    items.push(viewOf(record));
  }
  return { items };
}

/** Publishes the next version of a set by the digests of its file, which stays with its department. */
export function publishOpenVersion(
  parts: CatalogueParts,
  caller: Caller,
  resource: string,
  input: OpenVersionInput,
  once: Idempotency,
): Promise<OrSigning<OpenVersionWritten>> {
  const plan = async (): Promise<Plan> => {
    await parts.caughtUp();
    const newest = (await newestFirst(parts, resource).next()).value as OpenVersion | undefined;
    const version = (newest?.version ?? 0) + 1;
    const argument = {
      v: 1,
      intent: random16(parts.random),
      ...input,
      resource,
      version,
      sha256: fromHex(input.sha256),
      sm3: fromHex(input.sm3),
    };
    return {
      job: {
        v: 1,
        id: random16(parts.random),
        signatory: caller.identity,
        steps: [{ function: 'catalogue:publishOpenVersion', argument: canonicalize(argument) }],
        answer: { version },
        ids: 'transactionId',
      },
      changes: [],
      first: Promise.resolve(),
    };
  };
  return parts.requests.write(caller.id, once, plan);
}

/** Which published version a download is, if any. */
export async function checkDownload(
  parts: CatalogueParts,
  resource: string,
  file: Uint8Array,
): Promise<DownloadVerdict> {
  await parts.caughtUp();
  const { sha256, sm3 } = parts.hashes;
  const [own, ownSm3] = [sha256(file), sm3(file)].map((digest) => Buffer.from(digest).toString('hex'));
  let newest = 0;
  let version: OpenVersionAnswer | undefined;
  for await (const record of newestFirst(parts, resource)) {
    newest ||= record.version;
    const view = viewOf(record);
    if (view.sha256 !== own || view.sm3 !== ownSm3 || view.size !== file.length) continue;
    version = view;
    break;
  }
  return {
    published: version !== undefined,
    size: file.length,
    sha256: own as string,
    sm3: ownSm3 as string,
    ...(version && { version }),
    newest,
  };
}
