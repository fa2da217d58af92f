import { randomBytes } from 'node:crypto';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  actStatementOf,
  addMonths,
  base64urlEncode,
  buildTree,
  dateOfInstant,
  endOfDate,
  MAX_RUN,
  runLeafHashes,
  runPath,
  type ActRequest,
  type BatchOpening,
  type BatchStatement,
  type LicenseReference,
  type Operation,
  type Run,
  type RunLeaf,
} from '@hanlian/chaincode/domain';
import { MARKET, NOW, PERMIT, PREPARER, QUALIFICATION, REVIEWER, SEAL_KEY, type City } from './city.js';
import { random16, random32, signedBy } from './people.js';

export const basis = (): { law: string; digest: string } => ({
  law: '行政许可法第三十八条',
  digest: random32(),
});

/** Random capital letters and digits. */
export const randomSerial = (length = 24): string =>
  [...randomBytes(length)].map((byte) => 'ABCDEFGHJKLMNPQRTUWXY0123456789'.charAt(byte % 31)).join('');

/** Five years, as the permits' type says. */
export const fiveYears = (from: number): number => endOfDate(addMonths(dateOfInstant(from), 60));

export const makeLeaf = (facts: Partial<RunLeaf> = {}): RunLeaf => {
  const effectiveFrom = facts.effectiveFrom ?? NOW;
  return {
    serial: randomSerial(),
    version: '001',
    documentRoot: random32(),
    documentSm3Root: random32(),
    commitment: random32(),
    effectiveFrom,
    effectiveTo: fiveYears(effectiveFrom),
    ...facts,
  };
};

export interface Sealed {
  readonly opening: BatchOpening;
  readonly runs: readonly Run[];
}

/** Seals leaves as a department would: roots of both suites, one run for each 512. */
export function seal(leaves: readonly RunLeaf[], facts: Partial<BatchStatement> = {}): Sealed {
  const type = facts.type ?? PERMIT;
  const issuer = facts.issuer ?? MARKET;
  const hashes = leaves.map((leaf) => runLeafHashes(nodeHashes, { type, issuer }, leaf));
  const tree = buildTree(
    nodeHashes.sha256,
    hashes.map(({ sha256 }) => sha256),
  );
  const sm3Tree = buildTree(
    nodeHashes.sm3,
    hashes.map(({ sm3 }) => sm3),
  );
  const statement: BatchStatement = {
    v: 1,
    batch: random16(),
    kind: 'issue',
    type,
    typeRevision: 0,
    issuer,
    count: leaves.length,
    root: base64urlEncode(tree.root),
    sm3Root: base64urlEncode(sm3Tree.root),
    sealedAt: NOW,
    ...facts,
  };
  const runs: Run[] = [];
  for (let start = 0; start < leaves.length; start += MAX_RUN) {
    const part = leaves.slice(start, start + MAX_RUN);
    const path = runPath(tree, start, part.length).map(base64urlEncode);
    const sm3Path = runPath(sm3Tree, start, part.length).map(base64urlEncode);
    runs.push({ start, leaves: part, path, sm3Path });
  }
  return { opening: openingOf(statement), runs };
}

/** What opens a batch; both people sign where the type asks for it. */
export const openingOf = (statement: BatchStatement): BatchOpening => ({
  statement,
  seal: random32(),
  sealKey: SEAL_KEY,
  person: PREPARER.id,
  basis: basis(),
  ...(statement.type === QUALIFICATION && { twoPeople: signedBy(statement, PREPARER, REVIEWER) }),
});

/** An `openBatch` request with its one run. */
export const openRequest = (
  { opening, runs }: Sealed,
  more: object = {},
): { v: 1; intent: string; run?: Run } & BatchOpening => ({
  v: 1,
  intent: random16(),
  ...opening,
  ...(runs.length === 1 && { run: runs[0] }),
  ...more,
});

/** An act on a license; both people sign where the type asks for it, over everything `more` adds. */
export function actOn(
  operation: Operation,
  { type, issuer, serial, version }: LicenseReference,
  more: Partial<ActRequest> & Readonly<Record<string, unknown>> = {},
): ActRequest & Readonly<Record<string, unknown>> {
  const request: ActRequest = {
    v: 1,
    intent: random16(),
    type,
    issuer,
    serial,
    version,
    expectedRevision: 0,
    effectiveAt: NOW,
    person: PREPARER.id,
    basis: basis(),
    ...more,
  };
  if (type !== QUALIFICATION || 'twoPeople' in more) return { ...request };
  return { ...request, twoPeople: signedBy(actStatementOf(operation, request), PREPARER, REVIEWER) };
}

/** Seals one certificate and sends it. */
export const issueOne = (
  here: City,
  leaf: RunLeaf,
  statement: Partial<BatchStatement> = {},
): Promise<unknown> => here.clerk('openBatch', openRequest(seal([leaf], statement)), statement.issuer);

/** What an event says of whose batch it is. */
export const ofPermits = { issuer: MARKET, certificateType: PERMIT };

/** A certificate's record as the ledger has it. */
export const recordOf = (here: City, { serial, version }: RunLeaf): unknown =>
  here.ledger.record(`lic~${PERMIT}~${MARKET}~${serial}~${version}`);
