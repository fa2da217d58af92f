import { createHash } from 'node:crypto';
import {
  HanlianError,
  type CatalogueList,
  type CheckFileQuery,
  type FilePlanAnswer,
  type FileWrittenAnswer,
  type WriteFileQuery,
} from '@hanlian/chaincode/domain';
import type { LocalPlan, Plan } from '../../../outbox/requests.js';
import { MEDIA } from '../../uploads/rejects.js';
import type { Caller, Idempotency, OrSigning, Upload } from '../../types.js';
import { LISTS } from '../lists.js';
import type { CatalogueParts } from '../parts.js';
import { planOf } from '../write.js';
import { planFile, type FilePlan, type HeldFile } from './plan.js';
import { requireScope } from '../../require-scope.js';

/** The catalogue of Chengdu, 14,000 resources, takes about 12 MB. */
const MOST_BYTES = 16 * 1024 * 1024;

/** @throws {HanlianError} CONTENT_TYPE_UNSUPPORTED, BODY_TOO_LARGE */
async function held({ format, encoding, bytes }: Upload): Promise<HeldFile> {
  if (format !== 'csv' && format !== 'xlsx') {
    throw new HanlianError('CONTENT_TYPE_UNSUPPORTED', 'Files of this kind are not taken here', {
      field: 'Content-Type',
      expected: [MEDIA.csv, MEDIA.xlsx],
    });
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > MOST_BYTES) {
      throw new HanlianError('BODY_TOO_LARGE', `The file is over ${MOST_BYTES} bytes`, {
        expected: MOST_BYTES,
      });
    }
    pieces.push(piece);
  }
  return { format, encoding, content: Buffer.concat(pieces) };
}

/** Says what a file would change, and everything that is wrong with it. Nothing is written or kept. */
export async function checkFile(
  parts: CatalogueParts,
  caller: Caller,
  list: CatalogueList,
  query: CheckFileQuery,
  file: Upload,
): Promise<FilePlanAnswer> {
  const { digest, columns, counts, changes, errors } = await planFile(
    parts,
    caller,
    list,
    await held(file),
    query,
  );
  return { plan: digest, columns: [...columns], counts, changes, errors: [...errors] };
}

/** @throws {HanlianError} UPLOAD_HAS_ERRORS, FILE_PLAN_CHANGED */
function requireAsShown({ isUnusable, errors, digest }: FilePlan, { rows, plan }: WriteFileQuery): void {
  if (isUnusable || (rows === 'all' && errors.length > 0)) {
    throw new HanlianError('UPLOAD_HAS_ERRORS', `${errors.length} rows are wrong`, {
      field: 'rows',
      received: errors.length,
    });
  }
  if (digest === plan) return;
  throw new HanlianError('FILE_PLAN_CHANGED', 'The file would change something else than was shown', {
    field: 'plan',
    expected: digest,
    received: plan,
  });
}

/** Writes what the check of the same file has shown, and nothing else. */
export async function writeFile(
  parts: CatalogueParts,
  caller: Caller,
  list: CatalogueList,
  { query, file }: { readonly query: WriteFileQuery; readonly file: Upload },
  once: Idempotency,
): Promise<OrSigning<FileWrittenAnswer>> {
  requireScope(caller, LISTS[list].scope);
  const sent = await held(file);
  const body = createHash('sha256').update(once.bodyDigest).update(sent.content);
  const own = { key: once.key, bodyDigest: body.digest('base64url') };
  const prepare = async (): Promise<Plan | LocalPlan> => {
    const plan = await planFile(parts, caller, list, sent, query);
    requireAsShown(plan, query);
    const answer = { plan: plan.digest, counts: plan.counts };
    if (plan.steps.length > 0) return planOf(parts, caller, plan.steps, answer, 'transactionIds');
    return { answer: { ...answer, transactionIds: [] }, changes: [], first: Promise.resolve() };
  };
  return parts.requests.write(caller.id, own, prepare);
}
