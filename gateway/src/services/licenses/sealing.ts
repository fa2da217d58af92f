import { Batch, batchMember, sealStatement, type SaltedContent } from '@hanlian/certificates';
import {
  statementBytes,
  type Basis,
  type BatchKind,
  type BatchStatement,
  type CertificateType,
  type LicenseReference,
  type RunLeaf,
  type SealedStatement,
  type TwoPeople,
} from '@hanlian/chaincode/domain';
import type { Prepared } from '../../documents/documents.js';
import { mapInTurns } from '../../in-turns.js';
import { random16 } from '../../storage/random.js';
import type { Change } from '../../storage/store.js';
import { waitingForStamp } from '../../stamping/queue-keys.js';
import type { Sealers } from '../seals.js';
import type { Caller } from '../types.js';
import type { LicenseParts } from './parts.js';
import { documentName, encodeEvidence, sealChange, type Seals } from './stored.js';

/** Who does it: the caller, and for two-person types who reviewed it. */
export interface People {
  readonly caller: Caller;
  readonly reviewer?: Caller | undefined;
}

/** A certificate with its salts, and the parts of its identifier. */
export interface Draft {
  readonly reference: LicenseReference;
  readonly content: SaltedContent;
}

/** What a batch is about. */
export interface BatchPlan extends People {
  readonly batch: string;
  readonly kind: BatchKind;
  readonly type: CertificateType;
  readonly issuer: string;
  readonly basis: Basis;
}

/** What opens the batch on the ledger (`openBatch`, `replace`). */
export interface Opening {
  readonly statement: BatchStatement;
  readonly seal: string;
  readonly sealKey: string;
  readonly sm2Seal?: string;
  readonly person: string;
  readonly basis: Basis;
  readonly twoPeople?: TwoPeople;
}

export interface SealedBatch {
  readonly opening: Opening;
  readonly batch: Batch;
  /** What the ledger gets to know of each certificate. */
  readonly leaves: readonly RunLeaf[];
  readonly documents: readonly Prepared[];
  /** The statement and its seal, for the documents to be put together from, and that it waits for its stamp. */
  readonly changes: readonly Change[];
}

/** Builds the trees over the drafts, seals the statement, and makes the documents ready to be stored. */
export async function sealBatch(
  parts: LicenseParts,
  plan: BatchPlan,
  drafts: readonly Draft[],
): Promise<SealedBatch> {
  const { kind, type, issuer, basis, caller, reviewer } = plan;
  const places = await parts.places.reserve(caller.department, plan.batch, drafts.length);
  const members = await mapInTurns(drafts, ({ content }, index) =>
    batchMember(parts.hashes, {
      ...content,
      status: { ...places.at(index), salt: random16(parts.random) },
    }),
  );
  const batch = new Batch(parts.hashes, members);
  const sealedAt = parts.now();
  const sealers = await parts.seals.sealersAt(caller.department, sealedAt);
  const statement: BatchStatement = {
    v: 1,
    batch: plan.batch,
    kind,
    type: type.code,
    typeRevision: type.revision,
    issuer,
    ...batch.summary,
    sealedAt,
    ...(sealers.sm2Sealer && { sm2SealKey: sealers.sm2Sealer.keyDigest }),
  };
  const seals = await sealAll(statement, sealers);
  const opening: Opening = {
    statement,
    ...digestsOf(parts, sealers, seals),
    person: caller.person,
    basis,
    ...(type.twoPerson && {
      twoPeople: await parts.officers.sign(statementBytes(statement), caller, reviewer),
    }),
  };
  const documents = await mapInTurns(drafts, ({ content: { id, holders } }, index) => {
    const body = encodeEvidence(batch.evidence(index));
    return parts.documents.prepare(documentName(id, plan.batch), holders, body);
  });
  const leaves = drafts.map((draft, index) => leafOf(batch, draft, index));
  const held = drafts.flatMap(({ content: { id, holders } }) =>
    parts.documents.holding(documentName(id, plan.batch), holders),
  );
  const changes = [
    sealChange(statement, seals),
    waitingForStamp(statement.batch),
    ...held,
    ...places.changes,
  ];
  return { opening, batch, leaves, documents, changes };
}

/** Both seals of a statement, or the one. */
export const sealAll = async (
  statement: SealedStatement,
  { sealer, sm2Sealer }: Sealers,
): Promise<Seals> => ({
  seal: Buffer.from(await sealStatement(sealer, statement)),
  ...(sm2Sealer && { sm2Seal: Buffer.from(await sealStatement(sm2Sealer, statement)) }),
});

/** What the ledger gets to know of the seals. */
export const digestsOf = (
  { hashes }: LicenseParts,
  { sealer }: Sealers,
  { seal, sm2Seal }: Seals,
): Pick<Opening, 'seal' | 'sealKey' | 'sm2Seal'> => {
  const digestOf = (bytes: Uint8Array): string => Buffer.from(hashes.sha256(bytes)).toString('base64url');
  return { seal: digestOf(seal), sealKey: sealer.keyDigest, ...(sm2Seal && { sm2Seal: digestOf(sm2Seal) }) };
};

const leafOf = (batch: Batch, { reference, content }: Draft, index: number): RunLeaf => ({
  serial: reference.serial,
  version: reference.version,
  ...batch.digests(index),
  effectiveFrom: content.validity.from,
  effectiveTo: content.validity.to,
  ...content.past,
});
