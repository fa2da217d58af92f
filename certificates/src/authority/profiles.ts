/** Bits of the key usage extension (RFC 5280 §4.2.1.3). */
export type KeyUsage = 'digitalSignature' | 'contentCommitment' | 'keyCertSign' | 'cRLSign';

/** What a kind of certificate is for. A new kind is a row here, not code. */
export interface Profile {
  readonly days: number;
  readonly keyUsage: readonly KeyUsage[];
  /** Present on authorities: how many authorities may stand below. */
  readonly pathLength?: number;
  /** Fabric's node organisational unit, from which a peer reads the kind of the identity. */
  readonly unit?: 'client' | 'admin' | 'peer';
}

const YEAR = 365;

export const profiles = {
  /** An organisation's own root. One issuing authority may later stand between it and the leaves. */
  root: { days: 20 * YEAR, keyUsage: ['keyCertSign', 'cRLSign'], pathLength: 1 },
  /** A person or system that proposes transactions. */
  client: { days: YEAR, keyUsage: ['digitalSignature'], unit: 'client' },
  /** Who may change the channel and install chaincode. */
  admin: { days: YEAR, keyUsage: ['digitalSignature'], unit: 'admin' },
  /** A node that endorses and signs blocks. */
  node: { days: 2 * YEAR, keyUsage: ['digitalSignature'], unit: 'peer' },
  /** A department's electronic seal (电子印章). */
  seal: { days: 3 * YEAR, keyUsage: ['digitalSignature', 'contentCommitment'] },
} as const satisfies Record<string, Profile>;
