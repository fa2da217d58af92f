import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  generateUscc,
  keys,
  recordProofOf,
  signedBytes,
  utf8Encode,
  type ConsentAct,
  type ConsentActStatement,
  type ConsentStatement,
  type LogHead,
  type PullStatement,
  type PullWritten,
  type RegistryEvidence,
  type SharingStatement,
  type Written,
} from '@hanlian/chaincode/domain';
import type { Identity } from '@hanlian/gateway/ledger/port';
import { checkpointOf, keyText, newLogSigner, newWitness, ORIGIN, signedNote } from '../log.js';
import { MemoryMap } from '../map.js';
import {
  BANK,
  change,
  city,
  DAY,
  departmentFacts,
  HOUSING,
  LAST_YEAR,
  MARKET,
  NOW,
  type City,
} from './city.js';
import type { Committed } from './ledger.js';
import { identityOf, random16, random32 } from './people.js';

/** Where reports are released: in these tests the market department's hub. */
export const OFFICE = MARKET;
export const OTHER_OFFICE = HOUSING;
/** The code of a generated company. */
export const company = (organisation: string): string =>
  generateUscc({ department: '9', kind: '1', region: '420100', organisation });
export const ENTERPRISE = company('00000101');
export const OTHER_BANK = company('00000102');
export const AGREEMENT = random32();

/** Someone with a key that the registry binds: an enterprise, or a bank. */
export class Holder {
  readonly code: string;
  readonly keyId = random32();
  readonly publicKey: string;
  /** PKCS #8 in PEM, for whoever signs in another process. */
  readonly privateKey: string;

  constructor(code: string) {
    this.code = code;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    this.publicKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  }

  sign(statement: object): string {
    return this.signBytes(signedBytes(statement));
  }

  signBytes(bytes: Uint8Array): string {
    return sign('sha256', bytes, this.privateKey).toString('base64url');
  }

  /** What is handed in: the statement, its signature, and the salt of its commitment. */
  signed<S extends SharingStatement>(statement: S): { v: 1; statement: S; signature: string; salt: string } {
    return { v: 1, statement, signature: this.sign(statement), salt: random16() };
  }
}

export const enterprise = new Holder(ENTERPRISE);
export const bank = new Holder(BANK);
export const otherBank = new Holder(OTHER_BANK);

const log = newLogSigner();
const witnesses = { BankMSP: newWitness('witness/bank'), BureauMSP: newWitness('witness/bureau') };

export const clerkOf = (department: string): Promise<Identity> =>
  identityOf('BureauMSP', 'clerk', department);
export const officerOf = (department: string): Promise<Identity> =>
  identityOf('BankMSP', 'officer', department);

/** The log and who cosigns it, as a trust file names them. */
export const trustedLog = {
  origin: ORIGIN,
  log: { organisation: 'BureauMSP', keys: [keyText(log)] },
  witnesses: [{ organisation: 'BankMSP', keys: [keyText(witnesses.BankMSP)] }],
  quorum: 2,
};

interface Proven {
  readonly state: ReadonlyMap<string, string>;
  readonly map: MemoryMap;
}

function provenOf(state: ReadonlyMap<string, string>): Proven {
  const map = new MemoryMap(nodeHashes.sha256);
  map.update(
    [...state]
      .filter(([key]) => !key.startsWith('log~'))
      .map(([key, value]) => ({
        key: nodeHashes.sha256(utf8Encode(key)),
        value: createHash('sha256').update(value).digest(),
      })),
  );
  return { state: new Map(state), map };
}

/** What is asked of contract `sharing`, by parties whose keys the registry knows. */
export class SharingCity {
  readonly city: City;
  /** The world state of the newest checkpoint. */
  #proven: Proven;
  /** The newest checkpoint with all its signatures, as whoever is offline is given it. */
  note = '';
  /** Every checkpoint with all its signatures, by its size. */
  readonly notes: Map<number, string>;

  constructor(
    here: City,
    proven: Proven = provenOf(new Map()),
    notes: ReadonlyMap<number, string> = new Map(),
  ) {
    this.city = here;
    this.#proven = proven;
    this.notes = new Map(notes);
  }

  fork(): SharingCity {
    return new SharingCity(this.city.fork(), this.#proven, this.notes);
  }

  /** Registers who is needed: the office, the banks, their keys, an agreement, the log's keys. */
  async found(
    since: number,
    departments: readonly (readonly [code: string, mspId: string, kind: string])[],
  ): Promise<void> {
    for (const [code, mspId, kind] of departments) {
      const facts = { ...departmentFacts(code, mspId), kind, since };
      await this.city.registrar('putDepartment', { ...change(), ...facts });
    }
    for (const holder of [enterprise, bank, otherBank]) await this.bind(holder, { since });
    const agreement = { text: AGREEMENT, name: { zh: '征信授权书', en: 'Consent form' }, since };
    await this.city.as(clerkOf(OFFICE), 'registry:putAgreement', { ...change(), ...agreement });
    await this.#operator('BureauMSP', 'putKeys', {
      log: keyText(log),
      witness: keyText(witnesses.BureauMSP),
    });
    await this.#operator('BankMSP', 'putKeys', { witness: keyText(witnesses.BankMSP) });
    await this.checkpoint();
  }

  bind(holder: Holder, more: object = {}): Promise<Committed<Written>> {
    return this.city.as(identityOf('BureauMSP', 'registrar', OFFICE), 'registry:bindHolderKey', {
      ...change(),
      id: holder.keyId,
      holder: { kind: 'organisation', code: holder.code, publicKey: holder.publicKey },
      evidence: { kind: 'certificate', digest: random32() },
      since: LAST_YEAR,
      ...more,
    });
  }

  /** Publishes a checkpoint of the world state as it stands, cosigned by the bank's organisation. */
  async checkpoint(more: object = {}, cosigner: keyof typeof witnesses = 'BankMSP'): Promise<number> {
    const head = this.city.ledger.record(keys.logHead()) as LogHead | undefined;
    const size = (head?.size ?? 0) + 1;
    this.#proven = provenOf(this.city.ledger.state);
    const point = checkpointOf(size, { mapRoot: this.#proven.map.root, ...more });
    await this.#operator('BureauMSP', 'publishCheckpoint', { note: await signedNote(point, log) });
    await this.#operator(cosigner, 'cosign', { note: await signedNote(point, witnesses[cosigner]) });
    this.note = await signedNote(point, log, witnesses[cosigner]);
    this.notes.set(size, this.note);
    return size;
  }

  /** Proofs of records at the newest checkpoint. */
  evidence(...names: readonly string[]): RegistryEvidence {
    const { map, state } = this.#proven;
    const { size } = this.city.ledger.record(keys.logHead()) as LogHead;
    const records = names.map((key) =>
      recordProofOf(key, state.get(key), map.prove(nodeHashes.sha256(utf8Encode(key)))),
    );
    return { v: 1, size, cosigner: 'BankMSP', records };
  }

  consentEvidence({ holderKey, recipient, agreement }: ConsentStatement): RegistryEvidence {
    return this.evidence(keys.holderKey(holderKey), keys.department(recipient), keys.agreement(agreement));
  }

  give(
    statement: ConsentStatement,
    transient: object = {},
    identity = clerkOf(OFFICE),
  ): Promise<Committed<Written>> {
    const { id, intent } = statement;
    return this.city.as(
      identity,
      'sharing:giveConsent',
      { v: 1, id, intent },
      {
        consent: enterprise.signed(statement),
        evidence: this.consentEvidence(statement),
        ...transient,
      },
    );
  }

  act(
    statement: ConsentActStatement,
    transient: object = {},
    operation: ConsentAct = statement.act,
  ): Promise<Committed<Written>> {
    const { id, intent } = statement;
    return this.city.as(
      clerkOf(OFFICE),
      `sharing:${operation}Consent`,
      { v: 1, id, intent },
      {
        act: enterprise.signed(statement),
        evidence: this.evidence(keys.holderKey(statement.holderKey)),
        ...transient,
      },
    );
  }

  pull(
    statement: PullStatement,
    slot: number,
    transient: object = {},
    identity = clerkOf(OFFICE),
  ): Promise<Committed<PullWritten>> {
    const { id, intent, recipientKey } = statement;
    return this.city.as<PullWritten>(
      identity,
      'sharing:pull',
      { v: 1, id, intent, slot },
      {
        pull: bank.signed(statement),
        evidence: this.evidence(keys.holderKey(recipientKey)),
        ...transient,
      },
    );
  }

  forget(id: string, expectedRevision: number, more: object = {}): Promise<Committed<Written>> {
    return this.city.as(clerkOf(OFFICE), 'sharing:forgetConsent', {
      v: 1,
      intent: random16(),
      id,
      expectedRevision,
      pulls: [],
      facts: true,
      ...more,
    });
  }

  async read<Answer>(operation: string, request: object, identity = officerOf(BANK)): Promise<Answer> {
    return (await this.city.as<Answer>(identity, `sharing:${operation}`, { v: 1, ...request })).answer;
  }

  #operator(mspId: string, operation: string, request: object): Promise<unknown> {
    return this.city.as(identityOf(mspId, 'operator'), `log:${operation}`, {
      v: 1,
      intent: random16(),
      ...request,
    });
  }
}

export const consentOf = (more: Partial<ConsentStatement> = {}): ConsentStatement => ({
  v: 1,
  kind: 'consent',
  id: random16(),
  intent: random16(),
  holder: ENTERPRISE,
  holderKey: enterprise.keyId,
  provider: OFFICE,
  recipient: BANK,
  purpose: 'credit-approval',
  fields: ['penalty', 'permit', 'evaluation'],
  keepDays: 30,
  since: NOW - DAY,
  until: NOW + 30 * DAY,
  pulls: { limit: 3, per: 'term' },
  agreement: AGREEMENT,
  issuedAt: NOW,
  ...more,
});

export const actOf = (
  id: string,
  act: ConsentAct,
  revision: number,
  more: Partial<ConsentActStatement> = {},
): ConsentActStatement => ({
  v: 1,
  kind: 'consent-act',
  act,
  id,
  intent: random16(),
  revision,
  holderKey: enterprise.keyId,
  issuedAt: NOW,
  ...more,
});

export const pullOf = (id: string, more: Partial<PullStatement> = {}): PullStatement => ({
  v: 1,
  kind: 'pull',
  id,
  intent: random16(),
  provider: OFFICE,
  recipient: BANK,
  recipientKey: bank.keyId,
  purpose: 'credit-approval',
  fields: ['penalty'],
  application: random32(),
  issuedAt: NOW,
  ...more,
});

async function found(): Promise<SharingCity> {
  const here = new SharingCity(await city());
  await here.found(LAST_YEAR, [[OTHER_BANK, 'BankMSP', 'bank']]);
  return here;
}

let founded: Promise<SharingCity> | undefined;

/** A city where consents can be given; each caller gets its own. */
export async function sharingCity(): Promise<SharingCity> {
  founded ??= found();
  return (await founded).fork();
}
