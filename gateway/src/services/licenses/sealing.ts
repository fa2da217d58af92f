import { Batch, sealStatement, type SaltedContent } from '@hanlian/certificates';
import {
  statementBytes,
  type Basis,
  type BatchKind,
  type BatchStatement,
  type CertificateType,
  type LicenseReference,
  type RunLeaf,
  type TwoPeople,
} from '@hanlian/chaincode/domain';
import type { Prepared } from '../../documents/documents.js';
import type { Change } from '../../storage/store.js';
import { waitingForStamp } from '../../stamping/queue.js';
import type { Caller } from '../types.js';
import type { LicenseParts } from './parts.js';
import { documentName, encodeEvidence, sealChange } from './stored.js';

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
  const batch = new Batch(
    parts.hashes,
    drafts.map(({ content }) => content),
  );
  const statement: BatchStatement = {
    v: 1,
    batch: plan.batch,
    kind,
    type: type.code,
    typeRevision: type.revision,
    issuer,
    ...batch.summary,
    sealedAt: parts.now(),
  };
  const sealer = await parts.seals.sealer(caller.department);
  const seal = await sealStatement(sealer, statement);
  const opening: Opening = {
    statement,
    seal: Buffer.from(parts.hashes.sha256(seal)).toString('base64url'),
    sealKey: sealer.keyDigest,
    person: caller.person,
    basis,
    ...(type.twoPerson && {
      twoPeople: await parts.officers.sign(statementBytes(statement), caller, reviewer),
    }),
  };
  const documents = drafts.map(({ content: { id, holders } }, index) => {
    const body = encodeEvidence(batch.evidence(index));
    return parts.documents.prepare(documentName(id, plan.batch), holders, body);
  });
  const leaves = drafts.map((draft, index) => leafOf(batch, draft, index));
  const held = drafts.flatMap(({ content: { id, holders } }) =>
    parts.documents.holding(documentName(id, plan.batch), holders),
  );
  const changes = [sealChange(statement, seal), waitingForStamp(statement.batch), ...held];
  return { opening, batch, leaves, documents, changes };
}

const leafOf = (batch: Batch, { reference, content }: Draft, index: number): RunLeaf => ({
  serial: reference.serial,
  version: reference.version,
  ...batch.digests(index),
  effectiveFrom: content.validity.from,
  effectiveTo: content.validity.to,
  ...content.past,
});
