import {
  checked,
  keys,
  parseCertificateIdentifier,
  parseCheckpoint,
  parseJson,
  parseNote,
  schemas,
  type Hashes,
} from '@hanlian/chaincode/domain';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import { provenLedger } from '../verification/proven-ledger.js';
import type { LedgerSource } from '../verification/types.js';
import { readBounded } from './files.js';

/** A certificate with 512 records of history takes less. */
const MAX_PROOF_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 8;

interface GivenProof {
  readonly keys: ReadonlySet<string>;
  readonly size: number;
  /** What the proof shows: found once, however many documents it is about. */
  readonly ledger: LedgerSource;
}

/** Whose checkpoints count, and by which hash functions. */
interface Judging {
  readonly trust: CheckpointTrust;
  readonly hashes: Hashes;
}

/** Proofs of the state as hubs hand them out (`GET /v1/licenses/{id}/proof`), for documents that lie beside them. */
export class GivenProofs {
  readonly #newestFirst: readonly GivenProof[];

  private constructor(given: readonly GivenProof[]) {
    this.#newestFirst = given.toSorted((a, b) => b.size - a.size);
  }

  /**
   * Reads proofs; one that does not hold is a finding of each document that it is about.
   * @throws {HanlianError} what keeps a file from being a proof
   */
  static async read(paths: readonly string[], judging: Judging): Promise<GivenProofs> {
    const given: GivenProof[] = [];
    for (const path of paths) given.push(readProof(await readBounded(path, MAX_PROOF_BYTES), judging));
    return new GivenProofs(given);
  }

  /** What the newest proof about a certificate shows; undefined where none is about it. */
  ledgerFor(license: string): LedgerSource | undefined {
    const key = recordKeyOf(license);
    return this.#newestFirst.find(({ keys }) => key !== undefined && keys.has(key))?.ledger;
  }
}

function readProof(bytes: Uint8Array, { trust, hashes }: Judging): GivenProof {
  const value = parseJson(bytes, { maxBytes: MAX_PROOF_BYTES, maxDepth: MAX_DEPTH });
  const proof = checked(schemas.stateProof, value);
  const { size } = parseCheckpoint(parseNote(proof.checkpoint).text);
  return {
    keys: new Set(proof.records.map((record) => record.key)),
    size,
    ledger: provenLedger(value, trust, hashes),
  };
}

/** Where the ledger keeps a certificate; undefined for what is no identifier, which the file's own check says. */
function recordKeyOf(license: string): string | undefined {
  const parsed = parseCertificateIdentifier(license);
  if (!parsed.ok) return undefined;
  const { type, issuer, serial, version } = parsed;
  return keys.license({ type, issuer, serial, version });
}
