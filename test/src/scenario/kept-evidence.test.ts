import { X509Certificate } from 'node:crypto';
import {
  newestLists,
  POLICIES,
  readTrust,
  sourcesOf,
  verifyBytes,
  verifySeal,
  type EvidenceDocument,
  type Policy,
} from '@hanlian/certificates';
import { statementBytes, type JsonObject } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Caller } from '@hanlian/gateway/services/types';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const HOLDER = { typeCode: '001', code: '91350100M000100Y43', name: '示例药店有限公司' };
const order = (type: string, fields: object): object => ({
  type,
  basis: { law: '行政许可法第三十八条', document: '示例许〔2026〕9号' },
  certificates: [{ holders: [HOLDER], fields: { unitName: HOLDER.name, unitCode: HOLDER.code, ...fields } }],
});
const FOOD = order('11100000MB0143028R901', { premises: '示例路1号' });
/** Of the department that seals in SM2 as well. */
const DRUG = order('11100000MB0341032Y002', { manner: '零售' });

const IDLE = 10;

describe('what is kept with a document', function () {
  this.timeout(60_000);

  let folder: string;
  let city: RunningCity;

  beforeEach(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  afterEach(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const clerkOf = (code: string): SampleCallerKey =>
    city.callers.find(({ role, department }) => role === 'clerk' && department === code)!;
  /** Seals in ES256 keep an OCSP answer and the root's list, seals in SM2 the same of their own. */
  const OF_ONE_SEAL = 2;
  const registrar = (): SampleCallerKey => city.callers.find(({ role }) => role === 'registrar')!;

  const beginStamping = (): void => {
    const roots = [new X509Certificate(city.hub('auditor').administration.root).raw];
    const { url } = city.callers.find(({ organisation }) => organisation === 'auditor')!;
    city.hub('bureau').administration.stamps.start({ urls: [`${url}/v1/timestamps`], roots }, IDLE);
  };

  const issue = async (by: string, body: object): Promise<() => Promise<EvidenceDocument>> => {
    const answer = await city.ask(clerkOf(by), '/v1/licenses', body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    const id = (answer.body.certificates as JsonObject[])[0]!.id as string;
    return async () =>
      (await city.ask(clerkOf(by), `/v1/licenses/${id}/document`)).body as unknown as EvidenceDocument;
  };
  const stamped = async (
    document: () => Promise<EvidenceDocument>,
    before?: string,
  ): Promise<EvidenceDocument> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = await document();
      if (found.stamp !== null && found.stamp.token !== before) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('never stamped', { cause: city.hub('bureau').administration.stamps.failure });
  };

  const ask = async (path: string, body: JsonObject): Promise<void> => {
    const answer = await city.ask(registrar(), path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.be.within(200, 201);
  };
  const renewStamps = (body: JsonObject): ReturnType<RunningCity['ask']> => {
    const operator = city.callers.find(
      ({ role, organisation }) => role === 'operator' && organisation === 'auditor',
    )!;
    return city.ask(operator, '/v1/timestamps/renew', body);
  };
  const rotate = (): Promise<void> => ask('/v1/pki/issuers', { algorithm: 'ES256' });
  const revoke = async (document: EvidenceDocument): Promise<void> => {
    const seal = verifySeal(Buffer.from(document.seal, 'base64'), statementBytes(document.statement));
    const serial = seal.ok ? seal.certificate.serialNumber.toLowerCase() : '';
    await ask(`/v1/pki/certificates/${serial}/revoke`, { reason: 'cessationOfOperation' });
  };
  const nextSecond = async (): Promise<void> => {
    const second = Math.floor(Date.now() / 1000);
    while (Math.floor(Date.now() / 1000) === second) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  /** Reads the trust file and ends the hub for good; what is left judges documents alone. */
  const withoutHub = async (
    policy: Policy = POLICIES.longTerm,
  ): Promise<(document: EvidenceDocument) => Promise<string[]>> => {
    const trust = readTrust(Buffer.from(JSON.stringify((await city.ask('bureau', '/v1/trust')).body)));
    await city.stop();
    await removeFolder(folder);
    const context = { hashes: nodeHashes, at: trust.madeAt, policy, ...sourcesOf(trust) };
    city = await runCity(folder);
    return async (document) => {
      const { verdict, checks } = await verifyBytes(Buffer.from(JSON.stringify(document)), context);
      const codeOf = (wanted: string): string => checks.find(({ name }) => name === wanted)!.code;
      return [verdict, codeOf('stamp'), codeOf('issuer')];
    };
  };

  it('verifies offline after the issuing authority was changed and revoked, the key revoked later, and the hub gone', async () => {
    beginStamping();
    const document = await stamped(await issue(DEPARTMENTS.market.code, FOOD));
    expect(document.revocation).to.have.length(OF_ONE_SEAL);
    await nextSecond();
    await rotate();
    await revoke(document);
    await ask('/v1/pki/issuers/es256-1/revoke', { reason: 'superseded' });
    const judged = await withoutHub();
    expect(await judged(document)).to.deep.equal(['VALID', 'STAMP_VALID', 'ISSUER_VALID']);
  });

  it('has stamps that hold after the key of time stamps was changed several times at once', async () => {
    const renewed = await Promise.all(Array.from({ length: 4 }, () => renewStamps({ reason: 'superseded' })));
    expect(renewed.map(({ status }) => status)).to.deep.equal([201, 201, 201, 201]);
    beginStamping();
    const document = await stamped(await issue(DEPARTMENTS.market.code, FOOD));
    const judged = await withoutHub();
    expect(await judged(document)).to.deep.equal(['VALID', 'STAMP_VALID', 'ISSUER_VALID']);
  });

  it('loses no key of time stamps since a day to come, nor since a day for no reason', async () => {
    const ahead = await renewStamps({ reason: 'keyCompromise', since: '2999-01-01' });
    expect(ahead.body).to.include({ code: 'FIELD_INVALID', field: 'since' });
    const without = await renewStamps({ since: '2026-01-01' });
    expect(without.body).to.include({ code: 'FIELD_MISSING', field: 'reason' });
  });

  it('shows a seal that was revoked before it was stamped, though it claims an earlier time', async () => {
    const document = await issue(DEPARTMENTS.market.code, FOOD);
    await nextSecond();
    await revoke(await document());
    await nextSecond();
    beginStamping();
    const late = await stamped(document);
    const judged = await withoutHub();
    expect(await judged(late)).to.deep.equal(['INVALID', 'STAMP_VALID', 'SEAL_REVOKED']);
  });

  it('shows a seal whose issuing authority was revoked before it was stamped', async () => {
    const document = await issue(DEPARTMENTS.market.code, FOOD);
    await nextSecond();
    await ask('/v1/pki/issuers/es256-1/revoke', { reason: 'keyCompromise', since: '2026-01-01T00:00:00Z' });
    beginStamping();
    const late = await stamped(document);
    const judged = await withoutHub();
    expect(await judged(late)).to.deep.equal(['INVALID', 'STAMP_VALID', 'SEAL_AUTHORITY_REVOKED']);
  });

  it('keeps an answer and a list for each of two seals, none of which can be taken away', async () => {
    beginStamping();
    const document = await stamped(await issue(DEPARTMENTS.drug.code, DRUG));
    expect(document.revocation).to.have.length(2 * OF_ONE_SEAL);
    const judged = await withoutHub(POLICIES.sealOnly);
    expect(await judged(document)).to.deep.equal(['VALID', 'STAMP_VALID', 'ISSUER_VALID']);
    const unproven = ['UNKNOWN', 'STAMP_VALID', 'SEAL_STATUS_UNPROVEN'];
    // The trust file has the roots' lists of its own day: without the document's they still tell, OCSP answers do not.
    for (const [index, kept] of document.revocation!.entries()) {
      const bytes = Buffer.from(kept, 'base64');
      const isList = newestLists([bytes]).length === 1;
      const revocation = document.revocation!.toSpliced(index, 1);
      const expected = isList ? ['VALID', 'STAMP_VALID', 'ISSUER_VALID'] : unproven;
      expect(await judged({ ...document, revocation }), `without ${index}`).to.deep.equal(expected);
      const bent = Buffer.from(bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1)).toString(
        'base64',
      );
      const changed = { ...document, revocation: document.revocation!.with(index, bent) };
      expect(await judged(changed), `bent ${index}`).to.deep.equal(expected);
    }
  });

  it('is stamped anew where the time-stamp authority lost its key, and the former stamp proves no time', async () => {
    beginStamping();
    const read = await issue(DEPARTMENTS.market.code, FOOD);
    const first = await stamped(read);
    await nextSecond();
    const { timestamps } = city.hub('auditor').services;
    const operator = { id: 'auditor-operator' } as Caller;
    const next = await timestamps.renew(operator, { reason: 'keyCompromise' }, { key: 'k', bodyDigest: 'd' });
    const again = await timestamps.renew(
      operator,
      { reason: 'keyCompromise' },
      { key: 'k', bodyDigest: 'd' },
    );
    expect(again).to.deep.equal(next);
    // The hub learns of it with the next stamp it is given.
    await stamped(await issue(DEPARTMENTS.market.code, FOOD));
    const second = await stamped(read, first.stamp!.token);
    const judged = await withoutHub();
    expect(await judged(first)).to.deep.equal(['UNKNOWN', 'STAMP_KEY_LOST', 'ISSUER_VALID']);
    expect(await judged(second)).to.deep.equal(['VALID', 'STAMP_VALID', 'ISSUER_VALID']);
  });
});
