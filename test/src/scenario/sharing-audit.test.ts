import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AuditReport } from '@hanlian/certificates';
import type { SignedOnward, SignedReceipt } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import { codeOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { ConsentingCity } from '../support/consents.js';
import { random16 } from '../support/contracts/people.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { OperatingCity, OPERATOR } from '../support/operating-city.js';
import { letterBy } from '../support/query-letter.js';
import { nameRecords, PROVIDER, PURPOSE, SharingCity, STRANGER } from '../support/sharing-city.js';

const built = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const AUDIT = built('certificates/dist/command/main.js');
const COPY_LOG = built('gateway/dist/monitor/copy-log.js');
const run = promisify(execFile);

describe('an audit of what hubs released, by exported files alone', function () {
  this.timeout(120_000);
  let folder: string;
  let files: string;
  let city: RunningCity;
  let here: SharingCity;

  before(async () => {
    [folder, files] = [await newFolder(), await newFolder()];
    await nameRecords(folder);
    city = await runCity(folder);
    here = new SharingCity(city);
    await here.prepare();
  });
  after(async () => {
    await city.stop();
    await Promise.all([folder, files].map(removeFolder));
  });

  const save = async (name: string, by: string | SampleCallerKey, path: string): Promise<string> => {
    const { url, key } = typeof by === 'string' ? here.named(by) : by;
    const response = await fetch(url + path, { headers: { Authorization: `Bearer ${key}` } });
    expect(response.status, path).to.equal(200);
    const text = await response.text();
    await writeFile(join(files, name), text);
    return text;
  };
  const turns = async (): Promise<void> => {
    for (const hub of ['bureau', 'auditor', 'bank'] as const)
      await city.hub(hub).administration.sharing.turn();
    for (const hub of ['bureau', 'bank', 'auditor', 'bureau'] as const) {
      await city.hub(hub).administration.log.turn();
    }
  };
  /** What an auditor is handed, as of now; the provider's receipts. */
  const exported = async (): Promise<string> => {
    await turns();
    await save('grants.jsonl', 'auditor', '/v1/audit/sharing-ledger');
    await save('trust.json', 'auditor', '/v1/trust');
    await run(process.execPath, [COPY_LOG, '--url', `${city.url('auditor')}/v1/log`, '--folder', 'log'], {
      cwd: files,
    });
    return save('receipts.jsonl', 'market-clerk', `/v1/sharing/receipts?provider=${PROVIDER}`);
  };
  const audited = async (...more: readonly string[]): Promise<AuditReport> => {
    const given = ['--grants', 'grants.jsonl', '--receipts', 'receipts.jsonl', ...more];
    const trusted = ['--log', 'log', '--trust', 'trust.json', '--json'];
    const { stdout } = await run(process.execPath, [AUDIT, 'audit', ...given, ...trusted], {
      cwd: files,
    }).catch((error: unknown) => error as { stdout: string });
    return JSON.parse(stdout) as AuditReport;
  };

  it('finds every release covered, and names the one that was changed afterwards', async () => {
    const [own, foreign] = [await here.grant(), await here.grant({}, STRANGER)];
    for (let i = 0; i < 2; i++) {
      expect((await here.ask(own)).status).to.equal(200);
      expect((await here.ask(foreign, {}, 'audit-clerk')).status).to.equal(200);
    }
    await here.act('withdraw', own);
    expect((await here.ask(own)).body.code).to.equal('GRANT_WITHDRAWN');
    const receipts = await exported();
    const clean = await audited();
    expect(clean.violations).to.deep.equal([]);
    expect(clean.counts).to.deep.equal({
      requests: 5,
      releases: 4,
      refusals: 1,
      acknowledgements: 4,
      onward: 0,
      chains: 2,
      unanswered: 0,
      unacknowledged: 0,
      unanchored: 0,
    });
    const changed = receipts.replace('"rows":1', '"rows":2');
    expect(changed).not.to.equal(receipts);
    await writeFile(join(files, 'receipts.jsonl'), changed);
    const { violations } = await audited();
    expect(violations.map(({ code }) => code)).to.include('RECEIPT_FORGED');
  });

  it('and each access is listed to auditors of its hub, and to the departments it concerns', async () => {
    type Access = Record<string, unknown>;
    const listed = async (by: string, query = ''): Promise<Access[]> => {
      const { status, body } = await city.ask(here.named(by), `/v1/audit/accesses${query}`);
      expect(status, JSON.stringify(body)).to.equal(200);
      return body.items as Access[];
    };
    const all = await listed('market-clerk');
    expect(all).to.have.length(4);
    expect(all[0]).to.include({ provider: PROVIDER, acknowledged: true, purpose: PURPOSE, rows: 1 });
    expect(await listed('market-clerk', '?subject=91350100M000100Y43')).to.have.length(4);
    expect(await listed('market-clerk', '?subject=91110000600037341L')).to.deep.equal([]);
    expect(await listed('housing-clerk')).to.have.length(2);
    expect(await listed('police-clerk')).to.deep.equal([]);
    expect(await listed('market-clerk', `?grant=${all[0]!.grant as string}`)).to.have.length(2);
    expect(await listed('market-clerk', '?to=2020-01-01')).to.deep.equal([]);
    const pages: Access[] = [];
    for (let next: unknown = undefined, n = 0; n < 5; n++) {
      const cursor = next === undefined ? '' : `&cursor=${next as string}`;
      const { body } = await city.ask(here.named('market-clerk'), `/v1/audit/accesses?limit=1${cursor}`);
      pages.push(...(body.items as Access[]));
      next = body.next;
      if (next === undefined) break;
    }
    expect(pages).to.deep.equal(all);
    const foreign = await city.ask(here.named('police-clerk'), `/v1/audit/accesses?department=${PROVIDER}`);
    expect(foreign.status).to.equal(403);
  });

  it('and the figures of the day are computed from the same records', async () => {
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const { status, body } = await city.ask(here.named('auditor'), `/v1/audit/kpi?from=${day}&to=${day}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(body.days).to.deep.equal([{ date: day, calls: 5, released: 4, refused: 1, onward: 0 }]);
    expect(body.requests).to.include({ made: 2, grantedAtOnce: 2, withdrawn: 1 });
    const past = await city.ask(here.named('auditor'), '/v1/audit/kpi?from=2020-01-01&to=2020-12-31');
    expect(past.body.days).to.deep.equal([]);
    const backwards = await city.ask(here.named('auditor'), '/v1/audit/kpi?from=2026-02-01&to=2026-01-01');
    expect(backwards.body.code).to.equal('FIELD_INVALID');
  });

  // A `next` behind the last of its own told a department whether another had asked about the same enterprise.
  it('and no department is told whether there are accesses that are none of its business', async () => {
    const subject = '91110000600037341L';
    made(await here.ask(await here.grant(), { subject }));
    made(await here.ask(await here.grant({}, STRANGER), { subject }, 'audit-clerk'));
    for (const [filter, count] of [
      [`subject=${subject}&limit=1`, 1],
      ['limit=3', 3],
    ] as const) {
      const path = `/v1/audit/accesses?${filter}`;
      const { items, next } = made(await city.ask(here.named('housing-clerk'), path));
      expect(items, path).to.have.length(count);
      expect(next, path).to.equal(undefined);
    }
  });

  // Whoever had a key could have its provider's record of the refusal called forged, and have its chains grow without end.
  it('and a query under no grant accuses nobody: a department’s is refused on record, anyone else’s without', async () => {
    const { keys } = city.hub('bank').administration.exchange;
    const bank = DEPARTMENTS.bankOne.code;
    const { id } = await keys.of(bank);
    const sign = (bytes: Uint8Array): Promise<string> => keys.sign(bank, bytes);
    const letter = await letterBy({ id, sign }, { requester: bank, grant: random16() });
    const { outcome } = made(await city.ask('bureau', '/v1/exchange/queries', letter));
    expect((outcome as unknown as SignedReceipt).record).to.include({
      kind: 'refusal',
      code: 'GRANT_UNKNOWN',
    });
    const before = await exported();
    expect((await audited()).violations).to.deep.equal([]);

    const consenting = new ConsentingCity(city);
    const { enterprise } = consenting;
    await consenting.bind(enterprise);
    const own = { id: enterprise.keyId, sign: (bytes: Uint8Array) => enterprise.signBytes(bytes) };
    const other = await letterBy(own, { requester: enterprise.code, grant: random16() });
    expect(codeOf(await city.ask('bureau', '/v1/exchange/queries', other))).to.equal('OTHER_DEPARTMENT');
    expect(await exported()).to.equal(before);
  });

  it('and what an operator handed on is proven as well, by its receipts beside those of its provider', async () => {
    const operating = new OperatingCity(here);
    await operating.prepare();
    const grant = await operating.grant();
    const queries = [await operating.released(grant), await operating.released(grant)];
    const handedOn = [];
    for (let i = 0; i < 3; i++) handedOn.push(await operating.handOn(grant, queries));
    const receipt = handedOn[0]!.body['receipt'] as unknown as SignedOnward;
    const confirmation = { receipt, product: receipt.record.product };
    const path = '/v1/sharing/onward/confirmations';
    expect((await city.ask(here.named('bank-one-officer'), path, confirmation)).status).to.equal(200);
    await exported();
    const own = `/v1/sharing/receipts?provider=${OPERATOR.code}`;
    const onward = await save('onward.jsonl', operating.clerk, own);
    const clean = await audited('--receipts', 'onward.jsonl');
    expect(clean.violations).to.deep.equal([]);
    expect(clean.counts).to.include({ onward: 3, unanchored: 0, unacknowledged: 2 });
    expect(clean.notShown).to.include.members(['SURROUNDINGS', 'PRODUCTS']);
    const [first, acknowledged, ...rest] = onward.trimEnd().split('\n') as [string, string, ...string[]];
    await writeFile(join(files, 'onward.jsonl'), [acknowledged, ...rest].join('\n'));
    const found = async (): Promise<readonly string[]> =>
      (await audited('--receipts', 'onward.jsonl')).violations.map(({ code }) => code);
    expect(await found()).to.deep.equal(['ACKNOWLEDGEMENT_UNRECORDED', 'RECEIPT_MISSING']);
    await writeFile(join(files, 'onward.jsonl'), onward.replace(first, first.replace(',"status"', '')));
    expect(await found()).to.include('RECEIPT_FORGED');
  });

  // Until it was given anew, neither the old department nor the new one answered under it.
  it('and a grant goes on with whoever takes the provider’s place, which the audit proves too', async () => {
    const [own, foreign] = [await here.grant(), await here.grant({}, STRANGER)];
    expect((await here.ask(own)).status).to.equal(200);
    const heir = DEPARTMENTS.drug.code;
    const { register, licenses } = city.hub('bureau').administration;
    await register('registrar', 'registry:succeedDepartment', {
      ...{ code: PROVIDER, successor: heir, since: Math.floor(Date.now() / 1000) },
      expectedRevision: licenses.registry.department(PROVIDER)!.revision,
    });
    await city.hub('auditor').administration.licenses.caughtUp();
    for (const answer of [await here.ask(own), await here.ask(foreign, {}, 'audit-clerk')]) {
      expect(made(answer)).to.include({ provider: heir });
    }
    await exported();
    await save('heir.jsonl', 'drug-clerk', `/v1/sharing/receipts?provider=${heir}`);
    const { violations, unanchored } = await audited('--receipts', 'heir.jsonl');
    // What the operator handed on is not among these files.
    const ofProviders = <T extends { readonly provider?: string }>(found: readonly T[]): readonly T[] =>
      found.filter(({ provider }) => provider !== OPERATOR.code);
    expect(ofProviders(violations)).to.deep.equal([]);
    expect(ofProviders(unanchored)).to.deep.equal([]);
  });
});
