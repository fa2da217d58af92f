import { expect } from 'chai';
import {
  applicationDigest,
  BUREAU_MSP,
  canonicalize,
  keys,
  parseCheckpoint,
  parseNote,
  rangeOf,
  splitKey,
  type JsonObject,
  type PullStatement,
  type PullWritten,
  type RegistryEvidence,
  type SharingStatement,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  POLICIES,
  readTrust,
  sourcesOf,
  type CreditReport,
  type GrantQuestion,
  type VerificationContext,
} from '@hanlian/certificates';
import { CHAINCODE } from '@hanlian/gateway/places';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { proveAt } from '@hanlian/gateway/services/licenses/state-proof';
import type { Pulled } from '@hanlian/gateway/services/credit/report/reports';
import { callerOf, made } from './answers.js';
import type { RunningCity } from './city.js';
import { random16, random32 } from './contracts/people.js';
import { actOf, consentOf, Holder, pullOf } from './contracts/sharing.js';
import { cosignedCheckpoint } from './level.js';
import { encoded, endorse } from './races/port-ledger.js';

const DAY = 86_400;
const OFFICE = DEPARTMENTS.credit.code;
export const BANK = DEPARTMENTS.bankOne.code;
export const APPLICATION = { number: 'LN-2026-000118', salt: random16() };
const LONG_AGO = '2026-01-01';

type Signed<S extends SharingStatement> = ReturnType<Holder['signed']> & { readonly statement: S };

/** A consent that was given, and what its parties sign with. */
export interface Given {
  readonly consent: Pulled['consent'];
  revision: number;
  slots: number;
}

/** The sample city with an enterprise and a bank whose keys are bound: consents are given, used and withdrawn on its ledger. */
export class ReportCity {
  readonly city: RunningCity;
  readonly enterprise: Holder;
  readonly bank = new Holder(BANK);
  readonly agreement = random32();

  constructor(city: RunningCity, enterprise: string) {
    this.city = city;
    this.enterprise = new Holder(enterprise);
  }

  async prepare(): Promise<void> {
    for (const { code, keyId, publicKey } of [this.enterprise, this.bank]) {
      const binding = {
        holder: { kind: 'organisation', code, publicKey },
        evidence: { kind: 'certificate', digest: random32() },
        since: LONG_AGO,
      };
      made(await this.city.put(callerOf(this.city, 'registrar'), `/v1/holder-keys/${keyId}`, binding));
    }
    const agreement = { name: { zh: '企业征信授权书', en: 'Consent form' }, since: LONG_AGO };
    made(
      await this.city.put(callerOf(this.city, 'registrar'), `/v1/agreements/${this.agreement}`, agreement),
    );
    await this.checkpoint();
  }

  checkpoint(): Promise<void> {
    return cosignedCheckpoint(this.city);
  }

  async give(fields: readonly string[]): Promise<Given> {
    const statement = consentOf({
      holder: this.enterprise.code,
      holderKey: this.enterprise.keyId,
      provider: OFFICE,
      recipient: BANK,
      agreement: this.agreement,
      purpose: 'loan-review',
      fields: [...fields],
      since: now() - DAY,
      until: now() + 30 * DAY,
      issuedAt: now(),
    });
    const consent = this.enterprise.signed(statement);
    const names = [
      keys.holderKey(this.enterprise.keyId),
      keys.department(BANK),
      keys.agreement(this.agreement),
    ];
    await this.#write('giveConsent', statement, {}, { consent, evidence: await this.#evidence(names) });
    return { consent, revision: 0, slots: 0 };
  }

  async withdraw(given: Given): Promise<void> {
    const { id } = given.consent.statement;
    const statement = actOf(id, 'withdraw', given.revision, {
      holderKey: this.enterprise.keyId,
      issuedAt: now(),
    });
    const evidence = await this.#evidence([keys.holderKey(this.enterprise.keyId)]);
    await this.#write('withdrawConsent', statement, {}, { act: this.enterprise.signed(statement), evidence });
  }

  /** The bank signs a request and takes the next slot for it. */
  async pull(given: Given, more: Partial<PullStatement> = {}): Promise<Pulled> {
    const { id, fields, purpose } = given.consent.statement;
    const statement = pullOf(id, {
      provider: OFFICE,
      recipient: BANK,
      recipientKey: this.bank.keyId,
      purpose,
      fields,
      application: QUESTION.application,
      issuedAt: now(),
      ...more,
    });
    const pull = this.bank.signed(statement) as Signed<PullStatement>;
    const evidence = await this.#evidence([keys.holderKey(this.bank.keyId)]);
    const slot = given.slots + 1;
    const { answer, ...settled } = await this.#write('pull', statement, { slot }, { pull, evidence });
    given.slots = slot;
    return { consent: given.consent, pull, window: (answer as PullWritten).window, slot, ...settled };
  }

  /** The report that answers a pull; a checkpoint with the pull in it comes meanwhile. */
  async report(pulled: Pulled): Promise<CreditReport> {
    const released = this.city.hub('bureau').administration.reports.release(pulled);
    await this.checkpoint();
    return released;
  }

  /** What a bank goes by that verifies offline: a trust file of the office's hub, and its own application. */
  async offline(): Promise<VerificationContext> {
    const trust = readTrust(Buffer.from(JSON.stringify(made(await this.city.ask('bureau', '/v1/trust')))));
    return {
      hashes: nodeHashes,
      at: now() + 1,
      policy: POLICIES.complete,
      grant: QUESTION,
      ...sourcesOf(trust),
    };
  }

  async #write(
    operation: string,
    { id, intent }: SharingStatement,
    more: JsonObject,
    transient: object,
  ): Promise<{ answer: unknown; transactionId: string; block: number }> {
    const { identities, licenses } = this.city.hub('bureau').administration;
    const { identity, signer } = await identities.enrol('sharing-test', {
      role: 'clerk',
      department: OFFICE,
    });
    const { ledger } = licenses;
    const asking = { ledger, identity, sign: (message: Uint8Array) => signer.sign(message) };
    const endorsed = await endorse(asking, {
      chaincode: CHAINCODE,
      function: `sharing:${operation}`,
      arguments: [canonicalize({ v: 1, id, intent, ...more })],
      transient: encoded({ ...transient }),
    });
    const { transactionId } = endorsed;
    await ledger.submit(endorsed.bytes, await signer.sign(endorsed.message));
    const { code, block } = await ledger.status(transactionId);
    expect(code, operation).to.equal('VALID');
    return { answer: JSON.parse(endorsed.result), transactionId, block };
  }

  async #evidence(names: readonly string[]): Promise<RegistryEvidence> {
    const { licenses } = this.city.hub('bureau').administration;
    await this.checkpoint();
    await licenses.caughtUp();
    const { block, note } = await licenses.logProofs.witnessed();
    const { size } = parseCheckpoint(parseNote(note).text);
    const { start, end } = rangeOf(...splitKey(keys.cosignature(size, '')).slice(0, -1));
    const cosigned = await licenses.model.range(start, end, 8);
    const cosigner = cosigned.map(({ key }) => splitKey(key).at(-1)!).find((msp) => msp !== BUREAU_MSP)!;
    const records = await Promise.all(names.map((name) => proveAt(licenses, name, block)));
    return { v: 1, size, cosigner, records };
  }
}

/** Who reads the reports of these tests, for which application. */
export const QUESTION: GrantQuestion = {
  reader: BANK,
  application: applicationDigest(nodeHashes.sha256, APPLICATION.salt, APPLICATION.number),
};

const now = (): number => Math.floor(Date.now() / 1000);
