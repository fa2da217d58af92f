import { expect } from 'chai';
import { HanlianError, type VerificationAnswer } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { runCity, type RunningCity } from '../support/city.js';
import { zipped } from '../support/workbook.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { rejectionOf } from '../support/refusal.js';

const basis = { law: '药品管理法第五十一条', document: '示例许〔2026〕4号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例药业有限公司' }],
  fields: { unitName: '示例药业有限公司', unitCode: '91350100M000100Y43' },
};

/** A department that seals in SM2 hands out OFD, which any hub of the city verifies. */
describe('a certificate as OFD', function () {
  this.timeout(60_000);

  let folder: string;
  let city: RunningCity;
  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const clerkOf = ({ code }: { code: string }): SampleCallerKey =>
    city.callers.find(({ department, role }) => department === code && role === 'clerk')!;
  const issue = async (by: SampleCallerKey, type: string, more: object): Promise<string> => {
    const fields = { ...content.fields, ...more };
    const { body } = await city.ask(by, '/v1/licenses', {
      type,
      basis,
      certificates: [{ ...content, fields }],
    });
    return (body.certificates as { id: string }[] | undefined)?.[0]?.id ?? JSON.stringify(body);
  };
  const download = (by: SampleCallerKey, id: string): Promise<Response> =>
    fetch(`${by.url}/v1/licenses/${id}/document.ofd`, { headers: { authorization: `Bearer ${by.key}` } });

  it('leaves the issuer’s hub sealed and is VALID at the bank’s, until it is suspended', async () => {
    const clerk = clerkOf(DEPARTMENTS.drug);
    const id = await issue(clerk, '11100000MB0341032Y002', { manner: '零售' });
    const answer = await download(clerk, id);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.contain('application/ofd');
    const file = Buffer.from(await answer.arrayBuffer()).toString('base64');
    const verify = async (): Promise<VerificationAnswer> =>
      (await city.ask('bank', '/v1/verifications', { file })).body as unknown as VerificationAnswer;
    const { verdict, checks } = await verify();
    expect(verdict, JSON.stringify(checks)).to.equal('VALID');
    const batch = await zipped({ 'one.ofd': Buffer.from(file, 'base64'), 'two.json': '{}' });
    const { body } = await city.ask('bank', '/v1/verifications', { file: batch.toString('base64') });
    expect(body.verdict).to.equal('UNKNOWN');
    expect((body.files as { verdict: string }[]).map((each) => each.verdict)).to.deep.equal([
      'VALID',
      'UNKNOWN',
    ]);
    const gone = AbortSignal.abort(new HanlianError('REQUEST_MALFORMED', 'left'));
    const { verifications } = city.hub('bank').services;
    const left = verifications.verify({ file: batch.toString('base64') }, undefined, gone);
    expect(await rejectionOf(left)).to.equal(gone.reason);
    expect((await city.ask(clerk, `/v1/licenses/${id}/suspend`, { basis })).status).to.equal(200);
    const later = await verify();
    expect(later.checks.map(({ code }) => code)).to.include.members([
      'SUSPENDED',
      'SEAL_HOLDS_LEDGER_REFUSES',
    ]);
  });

  it('needs a seal in SM2', async () => {
    const clerk = clerkOf(DEPARTMENTS.market);
    const id = await issue(clerk, '11100000MB0143028R901', { premises: '示例路1号' });
    const refused = await download(clerk, id);
    expect(refused.status).to.equal(422);
    expect(await refused.json()).to.include({ code: 'SM2_SEAL_NEEDED' });
  });
});
