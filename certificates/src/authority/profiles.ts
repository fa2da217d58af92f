import type { KeyPurpose } from '../path/purposes.js';
import type { KeyUsageName } from '../path/extensions.js';

/** What a kind of certificate is for. A new kind is a row here, not code. */
export interface Profile {
  readonly days: number;
  readonly keyUsage: readonly KeyUsageName[];
  /** Present on authorities: how many authorities may stand below. */
  readonly pathLength?: number;
  /** Fabric's node organisational unit, from which a peer reads the kind of the identity. */
  readonly unit?: 'client' | 'admin' | 'peer';
  readonly purposes?: readonly KeyPurpose[];
  /** Whether `purposes` must be understood: RFC 3161 §2.3 asks it of a time-stamp authority. */
  readonly purposesCritical?: true;
  /** Whether its own revocation need not be asked for (RFC 6960 §4.2.2.2.1); such certificates live shortly. */
  readonly noCheck?: true;
}

const YEAR = 365;

export const profiles = {
  /** An organisation's own root. One issuing authority may stand between it and the leaves. */
  root: { days: 20 * YEAR, keyUsage: ['keyCertSign', 'cRLSign'], pathLength: 1 },
  /** What stands between: it signs seals and revocation lists, and is followed by another when its key is changed. */
  issuing: { days: 10 * YEAR, keyUsage: ['keyCertSign', 'cRLSign'], pathLength: 0 },
  /** A person or system that proposes transactions. */
  client: { days: YEAR, keyUsage: ['digitalSignature'], unit: 'client' },
  /** Who may change the channel and install chaincode. */
  admin: { days: YEAR, keyUsage: ['digitalSignature'], unit: 'admin' },
  /** A node that endorses and signs blocks. */
  node: { days: 2 * YEAR, keyUsage: ['digitalSignature'], unit: 'peer' },
  /** A department's electronic seal (电子印章). */
  seal: {
    days: 3 * YEAR,
    keyUsage: ['digitalSignature', 'contentCommitment'],
    purposes: ['documentSigning'],
  },
  /** A person in charge (经办人, 审核人), who signs what is prepared and approved. */
  person: {
    days: 2 * YEAR,
    keyUsage: ['digitalSignature', 'contentCommitment'],
    purposes: ['emailProtection', 'clientAuth'],
  },
  tls: { days: 397, keyUsage: ['digitalSignature'], purposes: ['serverAuth', 'clientAuth'] },
  ocspResponder: { days: 30, keyUsage: ['digitalSignature'], purposes: ['ocspSigning'], noCheck: true },
  /** Long, so that few stamps have to be renewed. */
  timeStampAuthority: {
    days: 6 * YEAR,
    keyUsage: ['digitalSignature'],
    purposes: ['timeStamping'],
    purposesCritical: true,
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
