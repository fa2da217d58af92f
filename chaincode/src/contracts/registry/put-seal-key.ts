import type { SealKey } from '../../domain/index.js';
import {
  base64urlDecode,
  base64urlEncode,
  CLOCK_TOLERANCE,
  HanlianError,
  keys,
  schemas,
} from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import { departmentOf } from '../authority.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, requirePeriod, written } from './record.js';

/** A compromise once reported stands: it may be found to lie further back, never to be gone or later. */
function requireCompromiseKept(before: number | undefined, now: number | undefined): void {
  if (before === undefined || (now !== undefined && now <= before)) return;
  throw new HanlianError('RECORD_FINAL', `The key was reported as compromised since ${before}`, {
    field: 'compromisedSince',
    expected: before,
    received: now ?? null,
  });
}

/** Nobody knows of a compromise to come: dated ahead, whoever has the key would be believed until then. */
function requireCompromiseKnown(compromisedSince: number | undefined, txTime: number): void {
  if (compromisedSince === undefined || compromisedSince <= txTime + CLOCK_TOLERANCE) return;
  throw new HanlianError('FIELD_INVALID', 'Nobody can know of a compromise to come', {
    field: 'compromisedSince',
    expected: txTime,
    received: compromisedSince,
  });
}

/** What a key seals in is a fact about the key, and a record of one suite never becomes one of the other. */
function requireSuiteKept(last: SealKey | undefined, suite: SealKey['suite']): void {
  if (last === undefined || last.suite === suite) return;
  throw new HanlianError('RECORD_FINAL', 'The key is registered for another suite', {
    field: 'suite',
    expected: last.suite ?? null,
    received: suite ?? null,
  });
}

/** The key's name is the digest of its certificate: no other can be registered for it. */
function requireCertified(key: string, certificates: SealKey['certificates']): void {
  const [own] = certificates ?? [];
  if (own === undefined || base64urlEncode(nodeHashes.sha256(base64urlDecode(own))) === key) return;
  throw new HanlianError('FIELD_INVALID', 'The first certificate is not the one the key is named after', {
    field: 'certificates',
    expected: key,
  });
}

export const putSealKey = write('registry:putSealKey', schemas.putSealKey, async (ctx, request) => {
  requirePeriod(request);
  requireCertified(request.key, request.certificates);
  await departmentOf(ctx.state, request.department);
  const key = keys.sealKey(request.department, request.key);
  const last = await readForChange<SealKey>(ctx, key, request);
  requireSuiteKept(last, request.suite);
  requireCompromiseKept(last?.compromisedSince, request.compromisedSince);
  requireCompromiseKnown(request.compromisedSince, ctx.txTime);
  const certificates = request.certificates ?? last?.certificates;
  const facts = { ...factsOf(request), ...(certificates && { certificates }) };
  const record = nextRecord(ctx, request.intent, last, facts);
  await ctx.state.put(key, record);
  return written(key, record);
});
