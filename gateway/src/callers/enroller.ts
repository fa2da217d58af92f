import type { KeyObject } from 'node:crypto';
import { provenPublicKey, type Authority, type Signer } from '@hanlian/certificates';

/** What the ledger reads from an identity's certificate. */
export interface Attributes {
  readonly role: string;
  readonly department: string;
}

/** Where an organisation's identities come from. The key stays where it is: only its public part is certified. */
export interface Enroller {
  /** Gives a certificate (PEM) for the key. Asked again after an answer was lost, it gives one that stands. */
  enrol(name: string, signer: Signer, attributes: Attributes): Promise<string>;
  /** Gives another certificate (PEM) for the same key, before or after the present one has expired. */
  renew(name: string, present: Certified, attributes: Attributes): Promise<string>;
  /** The same for a key that is elsewhere, by a request (PKCS #10, PEM) it signed. */
  certify(name: string, request: string, attributes: Attributes): Promise<string>;
  /** Has all certificates of that name revoked. Asked again, it does no harm. */
  revoke(name: string): Promise<void>;
}

/** A key with the certificate it has now. */
export interface Certified {
  readonly certificate: string;
  readonly signer: Signer;
}

/** The hub's own authority, on the embedded ledger. */
export const localEnroller = (authority: Authority): Enroller => {
  const issue = (name: string, publicKey: KeyObject, { role, department }: Attributes): Promise<string> =>
    authority.issueIdentity({
      commonName: name,
      publicKey,
      kind: 'client',
      attributes: { role, dept: department },
    });
  return {
    enrol: (name, { publicKey }, attributes) => issue(name, publicKey, attributes),
    certify: (name, request, attributes) => issue(name, provenPublicKey(request), attributes),
    renew: (name, { signer }, attributes) => issue(name, signer.publicKey, attributes),
    // The embedded ledger is reached through its hubs alone, and they know whom they no longer let in.
    revoke: () => Promise.resolve(),
  };
};
