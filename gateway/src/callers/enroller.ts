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
}

/** The hub's own authority, on the embedded ledger. */
export const localEnroller = (authority: Authority): Enroller => ({
  enrol: (name, { publicKey }, { role, department }) =>
    authority.issueIdentity({
      commonName: name,
      publicKey,
      kind: 'client',
      attributes: { role, dept: department },
    }),
});
