import { expect } from 'chai';
import {
  addDays,
  addMonths,
  dateOfInstant,
  generateUscc,
  splitKey,
  type CreditEntry,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { openFile, reportFile, type CreditReport, type Verification } from '@hanlian/certificates';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { findDuties } from '@hanlian/gateway/services/credit/read';
import { Recipients } from '@hanlian/gateway/services/credit/recipients';
import type { Pulled } from '@hanlian/gateway/services/credit/report/reports';
import { penaltyOf, registrationOf } from '../fabric/told-credit.js';
import { callerOf, made } from './answers.js';
import type { RunningCity } from './city.js';
import { BANK, ReportCity, type Given } from './report-city.js';

const BASIS = { law: '信用修复管理办法第九条', document: '示例信修〔2026〕7号' };
const DIGEST = 'A'.repeat(43);
const FIELDS = ['registration', 'penalty', 'evaluation'];

/** An enterprise nobody else of these tests speaks of: on a real network they share one ledger. */
const ENTERPRISE = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000777' });

/** The life of a report, from the enterprise's consent to its withdrawal, on a city of either ledger. */
export function tellOfReports(open: () => Promise<RunningCity>): void {
  let city: RunningCity;
  let here: ReportCity;
  let source: SampleCallerKey;
  let office: SampleCallerKey;
  let given: Given;
  /** Addresses of the two penalties. */
  let old: string;
  let first: Pulled;
  let report: CreditReport;

  const today = dateOfInstant(Math.floor(Date.now() / 1000));
  const post = async (caller: SampleCallerKey, path: string, body: object): Promise<JsonObject> =>
    made(await city.ask(caller, path, body));

  before(async () => {
    city = await open();
    here = new ReportCity(city, ENTERPRISE);
    await here.prepare();
    source = callerOf(city, clerksOf(DEPARTMENTS.market.code).preparer.id);
    office = callerOf(city, 'credit-clerk');
    await post(source, '/v1/credit/entries', { entries: [registrationOf(ENTERPRISE)] });
    const { entries } = await post(source, '/v1/credit/entries', {
      entries: [
        penaltyOf('示例市监罚〔2026〕1号', addMonths(today, -4), { subject: ENTERPRISE }),
        penaltyOf('示例市监罚〔2026〕2号', addDays(today, -1), { subject: ENTERPRISE }),
      ],
    });
    [old] = (entries as { entry: string }[]).map(
      ({ entry }) => `/v1/credit/entries/${ENTERPRISE}/${entry}`,
    ) as [string];
    await post(office, `/v1/credit/enterprises/${ENTERPRISE}/evaluations`, {});
    given = await here.give(FIELDS);
    first = await here.pull(given);
    report = await here.report(first);
  });
  after(() => city.stop());

  const verified = async (of: CreditReport): Promise<Verification> =>
    (await openFile(reportFile(of))).verify(await here.offline());
  const documentsIn = ({ sets }: CreditReport): string[] =>
    sets
      .flatMap(({ entries }) => entries.flatMap((entry) => ('record' in entry ? [entry.record.value!] : [])))
      .map((value) => (JSON.parse(value) as CreditEntry).document);
  const withheldIn = ({ sets }: CreditReport): string[] =>
    sets.flatMap(({ entries }) => entries.flatMap((entry) => ('withheld' in entry ? [entry.withheld] : [])));

  it('verifies offline by a trust file alone, for the bank and its application', async () => {
    const found = await verified(report);
    expect(found.checks.map(({ code }) => code)).to.deep.equal([
      'REPORT_INTACT',
      'SEAL_VALID',
      'REPORT_ISSUER_VALID',
      'REPORT_COMPLETE',
      'REPORT_FRESH',
      'GRANT_VALID',
      'EVALUATION_RECOMPUTED',
    ]);
    expect(found.verdict).to.equal('VALID');
  });

  it('shows every published entry of what was granted, and the evaluation', () => {
    expect(documentsIn(report)).to.have.members([
      registrationOf(ENTERPRISE).document,
      '示例市监罚〔2026〕1号',
      '示例市监罚〔2026〕2号',
    ]);
    expect(withheldIn(report)).to.deep.equal([]);
    expect(splitKey(report.evaluation!.key)[1]).to.equal(ENTERPRISE);
  });

  it('is the same however often the same pull asks for it, also at once', async () => {
    const { reports } = city.hub('bureau').administration;
    const again = await Promise.all([reports.release(first), reports.release(first)]);
    for (const one of again) expect(one).to.deep.equal(report);
    expect(reports.kept(report.id)).to.deep.equal(report);
  });

  it('is printed as a PDF that verifies by the same trust', async () => {
    const pdf = await city.hub('bureau').administration.reports.pdf(report.id);
    const found = await (await openFile(pdf)).verify(await here.offline());
    expect(found.checks[0]!.code).to.equal('PDF_VALID');
    expect(found.verdict).to.equal('VALID');
  });

  it('is judged by the hub’s own endpoint as well, without a login', async () => {
    const file = Buffer.from(reportFile(report)).toString('base64');
    const { body } = await city.ask('auditor', '/v1/verifications', { file });
    const checks = body.checks as { name: string; code: string }[];
    expect(checks.find(({ name }) => name === 'completeness')!.code).to.equal('REPORT_COMPLETE');
    expect(checks.find(({ name }) => name === 'grant')!.code).to.equal('GRANT_UNASKED');
    expect(body.verdict).to.equal('UNKNOWN');
  });

  it('leaves out an entry that was repaired since, and binds the bank that was shown it', async () => {
    const application = {
      basis: BASIS,
      evidence: [DIGEST],
      commitment: DIGEST,
      fulfilledAt: addDays(today, -30),
    };
    await post(office, `${old}/apply-repair`, application);
    await post(source, `${old}/accept-repair`, { basis: BASIS, decision: 'accept' });
    await post(office, `${old}/review-repair`, { basis: BASIS, decision: 'grant' });
    // The names behind a review that was refused once took the place of those behind the one that stands.
    const again = await city.ask(office, `${old}/review-repair`, { basis: BASIS, decision: 'grant' });
    expect(again.body.code).to.equal('ENTRY_ACT_IMPOSSIBLE');
    const { licenses } = city.hub('bureau').administration;
    const entry = old.split('/').at(-1)!;
    const duties = findDuties(licenses, { subject: ENTERPRISE, entry })!;
    const told = new Recipients(licenses).of({ subject: ENTERPRISE, entry }, duties);
    expect(told.map(({ department }) => department)).to.deep.equal([BANK]);
    await post(office, `${old}/acknowledge`, { recipient: BANK, receipt: DIGEST });

    const next = await here.report(await here.pull(given));
    expect(documentsIn(next)).not.to.include('示例市监罚〔2026〕1号');
    expect(withheldIn(next)).to.deep.equal(['repaired']);
    const found = await verified(next);
    expect(found.verdict).to.equal('VALID');
    expect(found.checks.at(-1)).to.deep.include({
      code: 'EVALUATION_NOT_RECOMPUTED',
      status: 'SKIPPED',
      data: { reason: 'WITHHELD', inputs: 2, reported: 1 },
    });
  });

  it('is refused once the consent is withdrawn', async () => {
    await here.withdraw(given);
    const refusal: unknown = await here.pull(given).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(LedgerError);
    expect((refusal as LedgerError).code).to.equal('CONSENT_WITHDRAWN');
  });
}
