import type { CallerLimits } from '@hanlian/chaincode/domain';

/** Who calls: one identity of one organisation, and what it may do. Made by authentication, never by a request body. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  readonly mspId: string;
  readonly department: string;
  /** The opaque officer id of the person in charge. */
  readonly person: string;
  /** `contract:operation` names and the gateway's own, from the policy table. */
  readonly scopes: ReadonlySet<string>;
  /** The key-store name of the identity that signs for this caller. */
  readonly identity: string;
  /** The credential it proved itself by; absent for work the hub does in its name. */
  readonly credential?: string;
  /** What it may take, where that is less than the hub allows everyone. */
  readonly limits?: CallerLimits;
}

/** By what a request proves who sends it. */
export interface Proofs {
  /** What stands after `Bearer`: an API key or a token. */
  readonly bearer?: string;
  /** Of a client certificate that chains to a trusted authority: SHA-256 of its DER form, in hexadecimal. */
  readonly certificate?: string;
}

/** What makes a write happen once: the caller's key, and the digest of the body it was sent with. */
export interface Idempotency {
  readonly key: string;
  readonly bodyDigest: string;
  /** The job it carries out a part of, which tells of itself. */
  readonly partOf?: string;
}

/** Who did something, as it is kept: the caller, and the officer the ledger knows. */
export type Party = Pick<Caller, 'id' | 'person'>;
