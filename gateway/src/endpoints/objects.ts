/**
 * Whose the things behind an address are. `open`: the registry, the ledger and what is computed from them, which every
 * member's peer holds anyway; what may be written there is a matter of scope. `state`: anyone let in reads how it
 * stands; its document and every act are its department's. The rest belongs to a department, or to one caller: to
 * others it is not there.
 */
export type Ownership = 'open' | 'state' | 'department' | 'caller';

/** By the address up to and with its first parameter. */
export const OBJECTS: Readonly<Record<string, Ownership>> = {
  '/v1/licenses/{id}': 'state',
  // Whoever holds a sheet has its code, and is told what verification tells of it.
  '/v/{code}': 'open',
  '/v1/tasks/{id}': 'department',
  '/v1/jobs/{id}': 'department',
  '/v1/reseals/{id}': 'department',
  // To its enterprise by a signature; the caller's side is its department's.
  '/v1/consents/{id}': 'department',
  // To its enterprise by a signature; the bank's side is its department's.
  '/v1/loans/{id}': 'department',
  // As the channel shows it, and what banks offer.
  '/v1/loan-standings/{id}': 'open',
  '/v1/loan-products/{bank}': 'open',
  '/v1/exchange/keys/{department}': 'open',
  '/v1/sharing/queries/{id}': 'department',
  // Of the two between whom the product went.
  '/v1/sharing/onward/{id}': 'department',
  // Its editions are public; its books are its office's alone: told in subsidies.test.ts.
  '/v1/subsidy/programmes/{programme}': 'open',
  // Its bank's, and its office's.
  '/v1/subsidy/claims/{id}': 'department',
  '/v1/subsidy/approvals/{id}': 'department',
  '/v1/signings/{id}': 'caller',
  '/v1/credentials/{id}': 'caller',
  '/v1/webhooks/{id}': 'caller',
  // For operators, who see all of their own hub's.
  '/v1/callers/{id}': 'open',
  // An organisation reads its own, who runs the hub all: told in deployed.test.ts.
  '/v1/interface-access/{department}': 'open',
  '/v1/departments/{code}': 'open',
  '/v1/types/{code}': 'open',
  '/v1/accreditations/{department}': 'open',
  '/v1/seal-keys/{department}': 'open',
  '/v1/officer-keys/{department}': 'open',
  '/v1/holder-keys/{id}': 'open',
  '/v1/agreements/{text}': 'open',
  '/v1/rule-sets/{name}': 'open',
  '/v1/calendars/{year}': 'open',
  '/v1/status-lists/{department}': 'open',
  '/v1/status-lists/snapshots/{digest}': 'open',
  '/v1/pki/ocsp/{request}': 'open',
  '/v1/pki/issuers/{issuer}': 'open',
  '/v1/pki/roots/{root}': 'open',
  '/v1/pki/certificates/{serial}': 'open',
  // For auditors, who see all.
  '/v1/audit/licenses/{id}': 'open',
  '/v1/findings/{id}': 'open',
  // On the ledger as a whole; who may write what, the contract says, and bodies are for who handles an entry.
  '/v1/credit/entries/{subject}': 'open',
  '/v1/credit/enterprises/{subject}': 'open',
  // On the ledger as a whole; who may do what to one, the contract says.
  '/v1/grants/{id}': 'open',
  // On the ledger as a whole; each entry is written by its own department.
  '/v1/catalogue/{list}': 'open',
  '/v1/catalogue-files/{list}': 'open',
  '/v1/open-data/{group}': 'open',
  '/v1/blocks/{number}': 'open',
  '/v1/transactions/{id}': 'open',
  '/v1/log/tile/{path}': 'open',
  '/v1/log/proofs/inclusion/{transactionId}': 'open',
  '/v1/log/proofs/consistency/{older}': 'open',
};

/** What of an address names the thing: up to and with its first parameter; nothing where there is none. */
export const placeOf = (path: string): string => path.slice(0, path.indexOf('}') + 1);

/** Whose the thing behind an address is; nothing where the address names none. */
export const ownershipOf = (path: string): Ownership | undefined => OBJECTS[placeOf(path)];
