import {
  checked,
  keys,
  parseCertificateIdentifier,
  parseCheckpoint,
  parseJson,
  parseNote,
  schemas,
  type Hashes,
  type StateProof,
} from '@hanlian/chaincode/domain';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import { provenLedger } from '../verification/proven-ledger.js';
import type { LedgerSource } from '../verification/types.js';
import { readBounded } from './files.js';

/** A certificate with 512 records of history takes less. */
const MAX_PROOF_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 8;

interface GivenProof {
  readonly proof: StateProof;
  readonly size: number;
}

/** Proofs of the state as hubs hand them out (`GET /v1/licenses/{id}/proof`), for documents that lie beside them. */
export class GivenProofs {
  readonly #given: readonly GivenProof[];

  private constructor(given: readonly GivenProof[]) {
    this.#given = given;
  }

  /**
   * Reads proofs; whether they hold is judged document by document.
   * @throws {HanlianError} what keeps a file from being a proof
   */
  static async read(paths: readonly string[]): Promise<GivenProofs> {
    const given: GivenProof[] = [];
    for (const path of paths) given.push(readProof(await readBounded(path, MAX_PROOF_BYTES)));
    return new GivenProofs(given);
  }

  /** What the newest proof about a certificate shows; undefined where none is about it. */
  ledgerFor(license: string, trust: CheckpointTrust, hashes: Hashes): LedgerSource | undefined {
    if (this.#given.length === 0) return undefined;
    const key = recordKeyOf(license);
    const [newest] = this.#given
      .filter(({ proof }) => proof.records.some((record) => record.key === key))
      .toSorted((a, b) => b.size - a.size);
    return newest && provenLedger(newest.proof, trust, hashes);
  }
}

function readProof(bytes: Uint8Array): GivenProof {
  const proof = checked(
    schemas.stateProof,
    parseJson(bytes, { maxBytes: MAX_PROOF_BYTES, maxDepth: MAX_DEPTH }),
  );
  return { proof, size: parseCheckpoint(parseNote(proof.checkpoint).text).size };
}

/** Where the ledger keeps a certificate; undefined for what is no identifier, which the file's own check says. */
function recordKeyOf(license: string): string | undefined {
  const parsed = parseCertificateIdentifier(license);
  if (!parsed.ok) return undefined;
  const { type, issuer, serial, version } = parsed;
  return keys.license({ type, issuer, serial, version });
}
