import { X509Certificate } from 'node:crypto';
import {
  POLICIES,
  readTrust,
  sourcesOf,
  verifyBytes,
  verifySeal,
  type EvidenceDocument,
} from '@hanlian/certificates';
import { statementBytes, type JsonObject } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
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
  const stamped = async (document: () => Promise<EvidenceDocument>): Promise<EvidenceDocument> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = await document();
      if (found.stamp !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('never stamped');
  };

  const ask = async (path: string, body: JsonObject): Promise<void> => {
    const answer = await city.ask(registrar(), path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.be.within(200, 201);
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
  const withoutHub = async (): Promise<(document: EvidenceDocument) => Promise<string[]>> => {
    const trust = readTrust(Buffer.from(JSON.stringify((await city.ask('bureau', '/v1/trust')).body)));
    await city.stop();
    await removeFolder(folder);
    const context = { hashes: nodeHashes, at: trust.madeAt, policy: POLICIES.sealOnly, ...sourcesOf(trust) };
    city = await runCity(folder);
    return async (document) => {
      const { verdict, checks } = await verifyBytes(Buffer.from(JSON.stringify(document)), context);
      return [verdict, checks.find(({ name }) => name === 'issuer')!.code];
    };
  };

  it('verifies offline after the issuing authority was changed, the key revoked later, and the hub gone', async () => {
    beginStamping();
    const document = await stamped(await issue(DEPARTMENTS.market.code, FOOD));
    expect(document.revocation).to.have.length(1);
    await nextSecond();
    await rotate();
    await revoke(document);
    const judged = await withoutHub();
    expect(await judged(document)).to.deep.equal(['VALID', 'ISSUER_VALID']);
  });

  it('shows a seal that was revoked before it was stamped, though it claims an earlier time', async () => {
    const document = await issue(DEPARTMENTS.market.code, FOOD);
    await nextSecond();
    await revoke(await document());
    await nextSecond();
    beginStamping();
    const late = await stamped(document);
    const judged = await withoutHub();
    expect(await judged(late)).to.deep.equal(['INVALID', 'SEAL_REVOKED']);
  });

  it('keeps an answer for each of two seals', async () => {
    beginStamping();
    const document = await stamped(await issue(DEPARTMENTS.drug.code, DRUG));
    expect(document.revocation).to.have.length(2);
    const judged = await withoutHub();
    expect(await judged(document)).to.deep.equal(['VALID', 'ISSUER_VALID']);
    const [first, second] = document.revocation!;
    expect(await judged({ ...document, revocation: [first!] })).to.deep.equal([
      'UNKNOWN',
      'SEAL_STATUS_UNPROVEN',
    ]);
    const bent = Buffer.from(second!, 'base64');
    bent[bent.length >> 1] = bent[bent.length >> 1]! ^ 1;
    const changed = { ...document, revocation: [first!, bent.toString('base64')] };
    expect(await judged(changed)).to.deep.equal(['UNKNOWN', 'SEAL_STATUS_UNPROVEN']);
  });
});
