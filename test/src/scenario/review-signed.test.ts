import { addDays, addMonths, dateOfInstant, type JsonObject } from '@hanlian/chaincode/domain';
import { write, type SigningClient, type Written } from '@hanlian/gateway/client/signing';
import { findDuties } from '@hanlian/gateway/services/credit/read';
import { Recipients } from '@hanlian/gateway/services/credit/recipients';
import { expect } from 'chai';
import { ENTERPRISE, penaltyOf, registrationOf } from '../fabric/told-credit.js';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { ownKeyOf } from '../support/own-key.js';
import { BANK, ReportCity } from '../support/report-city.js';

const basis = { law: '信用修复管理办法第九条', document: '示例信修〔2026〕7号' };
const DIGEST = 'A'.repeat(43);

/** It names to the ledger everybody who has to stop using what is repaired: nobody may be left out. */
describe('the review of a repair by an office that keeps its own key', function () {
  this.timeout(120_000);
  const today = dateOfInstant(Math.floor(Date.now() / 1000));
  let folder: string;
  let city: RunningCity;
  let client: SigningClient;
  let place: string;

  const post = async (by: string, path: string, body: object): Promise<JsonObject> =>
    made(await city.ask(callerOf(city, by), path, body));
  const review = (idempotencyKey: string): Promise<Written> =>
    write(client, { path: `${place}/review-repair`, body: { basis, decision: 'grant' }, idempotencyKey });

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    const entries = [registrationOf(ENTERPRISE), penaltyOf('示例市监罚〔2026〕1号', addMonths(today, -4))];
    const published = await post('market-clerk', '/v1/credit/entries', { entries });
    place = `/v1/credit/entries/${ENTERPRISE}/${(published.entries as { entry: string }[])[1]!.entry}`;
    const evidence = { evidence: [DIGEST], commitment: DIGEST, fulfilledAt: addDays(today, -30) };
    await post('credit-clerk', `${place}/apply-repair`, { basis, ...evidence });
    await post('market-clerk', `${place}/accept-repair`, { basis, decision: 'accept' });
    client = await ownKeyOf(city, 'credit-reviewer');
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('ends unsigned where the entry is shown to another meanwhile, and names that one when it is sent anew', async () => {
    const body = { basis, decision: 'grant' };
    const reviewer = callerOf(city, 'credit-reviewer');
    const first = await city.ask(reviewer, `${place}/review-repair`, body, 'first');
    expect(first.status, JSON.stringify(first.body)).to.equal(202);
    const here = new ReportCity(city, ENTERPRISE);
    await here.prepare();
    await here.report(await here.pull(await here.give(['registration', 'penalty'])));
    const { state, refusal } = made(await city.ask(reviewer, `/v1/signings/${first.body.id as string}`));
    expect([state, (refusal as JsonObject).code]).to.deep.equal(['cancelled', 'SIGNING_OVERTAKEN']);
    const late = await review('first');
    expect([late.status, late.body.code]).to.deep.equal([422, 'SIGNING_OVERTAKEN']);
    const { status, body: reviewed } = await review('second');
    expect(status, JSON.stringify(reviewed)).to.equal(200);
    expect(reviewed).to.include({ state: 'repaired' });
    const { licenses } = city.hub('bureau').administration;
    const reference = { subject: ENTERPRISE, entry: place.split('/').at(-1)! };
    const told = new Recipients(licenses).of(reference, findDuties(licenses, reference)!);
    expect(told.map(({ department }) => department)).to.deep.equal([BANK]);
    await post('credit-clerk', `${place}/acknowledge`, { recipient: BANK, receipt: DIGEST });
  });
});
