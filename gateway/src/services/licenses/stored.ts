import { presentSeal, type BatchRecord, type SealedStatement } from '@hanlian/chaincode/domain';
import type { Evidence } from '@hanlian/certificates';
import type { Change, Store } from '../../storage/store.js';

/**
 * What a document is kept under: its identifier and the batch that seals it. A batch the ledger refuses, for a serial
 * that is in use or an act that is not allowed, must not touch the document of the batch that stands.
 */
export const documentName = (id: string, batch: string): string => `${id}/${batch}`;

/** What is kept of each certificate; the rest is added when a document is asked for, since only then is its anchor known. */
export const encodeEvidence = (evidence: Evidence): Buffer => Buffer.from(JSON.stringify(evidence));

export const decodeEvidence = (body: Buffer): Evidence => JSON.parse(body.toString()) as Evidence;

/** What is kept once for all documents of a batch; nothing in it is secret. */
export interface StoredSeal {
  readonly v: 1;
  readonly statement: SealedStatement;
  /** The CMS seal, base64 of its DER. */
  readonly seal: string;
  /** The SM2 seal, where the statement declares one. */
  readonly sm2Seal?: string;
}

/** What a department sets under one statement, DER. */
export interface Seals {
  readonly seal: Buffer;
  readonly sm2Seal?: Buffer;
}

const PREFIX = 'batch~';

/** A later seal of a batch is kept beside the first one. */
export const laterSealName = (batch: string, sealDigest: string): string => `${batch}.${sealDigest}`;

/** What the seal of a batch that counts is kept under, and with it its stamp and evidence. */
export const sealName = (record: BatchRecord): string => {
  const { batch } = record.statement;
  return record.reseals === undefined ? batch : laterSealName(batch, presentSeal(record).seal);
};

/** `name`: the batch, for its first seal. */
export function sealChange(
  statement: SealedStatement,
  { seal, sm2Seal }: Seals,
  name: string = statement.batch,
): Change {
  const stored: StoredSeal = {
    v: 1,
    statement,
    seal: seal.toString('base64'),
    ...(sm2Seal && { sm2Seal: sm2Seal.toString('base64') }),
  };
  return { type: 'put', key: PREFIX + name, value: Buffer.from(JSON.stringify(stored)) };
}

/** What seals of batches are kept under, from after one on. */
export async function sealsFrom(store: Store, after: string, limit: number): Promise<string[]> {
  const keys = await store.keys({ gt: PREFIX + after, lt: `${PREFIX}\uffff`, limit }).all();
  return keys.map((key) => key.slice(PREFIX.length));
}

export function findSeal(store: Store, name: string): StoredSeal | undefined {
  const value = store.getSync(PREFIX + name);
  return value && (JSON.parse(value.toString()) as StoredSeal);
}
