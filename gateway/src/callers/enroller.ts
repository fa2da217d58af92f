import type { Authority, Signer } from '@hanlian/certificates';

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
}

/** A key with the certificate it has now. */
export interface Certified {
  readonly certificate: string;
  readonly signer: Signer;
}

/** The hub's own authority, on the embedded ledger. */
export const localEnroller = (authority: Authority): Enroller => {
  const enrol: Enroller['enrol'] = (name, { publicKey }, { role, department }) =>
    authority.issueIdentity({
      commonName: name,
      publicKey,
      kind: 'client',
      attributes: { role, dept: department },
    });
  return { enrol, renew: (name, { signer }, attributes) => enrol(name, signer, attributes) };
};
