import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditEntry } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const basis = { law: '行政许可法第三十八条', document: '示例市监许〔2026〕118号' };
const MARKET = DEPARTMENTS.market.code;

interface Told {
  readonly person?: string;
  readonly law?: string;
}

/** The valid transactions of the chain, each with what it wrote of the hub's records. */
async function* valid(
  ledger: Ledger,
): AsyncGenerator<{ id: string; written: [string, Record<string, unknown>][] }> {
  for (let number = 0; number < (await ledger.height()); number++) {
    for (const { code, transactionId: id, writes } of (await ledger.block(number))!.transactions) {
      const written = writes
        .filter(({ namespace, value }) => namespace === 'hanlian' && value !== undefined)
        .map(({ key, value }) => [key, JSON.parse(Buffer.from(value!).toString())] as [string, never]);
      if (code === 'VALID' && written.length > 0) yield { id, written };
    }
  }
}

/** Who did what by the blocks alone: a batch's record tells of its runs, a transition names its own transaction. */
async function walk(ledger: Ledger): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  const batches = new Map<string, Told>();
  for await (const { id, written } of valid(ledger)) {
    const own = Buffer.from(id, 'hex').toString('base64url');
    told.set(id, {});
    for (const [key, record] of written) {
      if (key.startsWith('batch~')) batches.set(key.slice('batch~'.length), tellOf(record as never));
      if (key.startsWith('run~')) told.set(id, batches.get(key.split('~')[1]!)!);
      const transitions = (record['h'] ?? []) as { x: string; p: string; l: string }[];
      for (const { p, l } of transitions.filter(({ x }) => x === own)) told.set(id, { person: p, law: l });
    }
  }
  return told;
}

const tellOf = ({ person, basis: { law } }: { person: string; basis: { law: string } }): Told => ({
  person,
  law,
});

describe('the audit', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let id: string;

  const named = (name: string): SampleCallerKey =>
    city.callers.find((caller) => caller.name === CALLERS.find((one) => one.id === name)!.name)!;
  const acts = async (caller: string, query = ''): Promise<AuditEntry[]> => {
    const found: AuditEntry[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await city.ask(named(caller), `/v1/audit/acts?limit=200${query}${cursor}`);
      expect(status, JSON.stringify(body)).equal(200);
      found.push(...(body.items as unknown as AuditEntry[]));
      if (body.next === undefined) return found;
      cursor = `&cursor=${body.next as string}`;
    }
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    const clerk = named('market-clerk');
    const listed = await city.ask(
      clerk,
      `/v1/licenses?type=${TYPES.businessLicense.code}&issuer=${MARKET}&limit=1&standing=valid`,
    );
    id = (listed.body.items as { id: string }[])[0]!.id;
    expect((await city.ask(clerk, `/v1/licenses/${id}/suspend`, { basis })).status).equal(200);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('tells of every transaction what the blocks tell, and no more', async () => {
    const all = await acts('auditor');
    const blocks = await walk(city.hub('bureau').administration.licenses.ledger);
    expect(all.length).greaterThan(50);
    const known = new Map(
      all.map(({ transactionId, person, law }) => [
        transactionId,
        { ...(person && { person }), ...(law && { law }) },
      ]),
    );
    expect(known).deep.equal(blocks);
  });

  it('finds the acts of a certificate, a person, a type, a department and a period', async () => {
    const [issued, suspended, ...more] = await acts('auditor', `&certificate=${id}`);
    expect(more).deep.equal([]);
    expect(issued).to.include({ department: MARKET, type: TYPES.businessLicense.code });
    expect(suspended).to.include({
      operation: 'license.suspend',
      certificate: id,
      department: MARKET,
      person: CALLERS.find((one) => one.id === 'market-clerk')!.person,
      law: basis.law,
    });
    expect(suspended!.submitter).deep.equal({ mspId: 'BureauMSP', name: 'market-clerk' });
    const all = await acts('auditor');
    const where = (passes: (act: AuditEntry) => boolean): AuditEntry[] => all.filter(passes);
    const { person, type } = suspended!;
    expect(await acts('auditor', `&person=${person}`)).deep.equal(where((act) => act.person === person));
    expect(await acts('auditor', `&type=${type}`)).deep.equal(where((act) => act.type === type));
    expect(await acts('auditor', `&department=${MARKET}`)).deep.equal(
      where(({ department }) => department === MARKET),
    );
    expect(await acts('auditor', '&from=2026-01-01&to=2999-01-01')).deep.equal(all);
    expect(await acts('auditor', '&from=2999-01-01')).deep.equal([]);
    expect(await acts('auditor', '&to=2020-01-01')).deep.equal([]);
  });

  it("shows a department its own, and refuses it another's", async () => {
    const own = await acts('market-clerk');
    expect(new Set(own.map(({ department }) => department))).deep.equal(new Set([MARKET]));
    const other = await city.ask(named('market-clerk'), `/v1/audit/acts?department=${DEPARTMENTS.land.code}`);
    expect(other.status).equal(403);
    expect((await acts('bank-one-officer', `&certificate=${id}`)).length).equal(0);
  });

  it('exports lines that openssl verifies without the hub, and not when one is changed', async () => {
    const auditor = named('auditor');
    const response = await fetch(`${auditor.url}/v1/audit/acts/export?department=${MARKET}`, {
      headers: { authorization: `Bearer ${auditor.key}` },
    });
    expect(response.headers.get('content-type')).equal('application/x-ndjson; charset=utf-8');
    const text = await response.text();
    const lines = text.trimEnd().split('\n');
    expect(JSON.parse(lines[0]!)).to.include({ kind: 'audit-export', count: lines.length - 2 });
    expect(lines.slice(1, -1).map((line) => JSON.parse(line) as AuditEntry)).deep.equal(
      await acts('auditor', `&department=${MARKET}`),
    );
    const path = join(folder, 'acts.jsonl');
    const root = join(folder, 'auditor', 'root.pem');
    // The lines of docs/http.md, as they stand there.
    const commands = /```sh verify-export\n([^]*?)```/.exec(
      await readFile(new URL('../../../docs/http.md', import.meta.url), 'utf8'),
    )![1]!;
    const verify = async (content: string): Promise<string> => {
      await writeFile(path, content);
      const env = { ...process.env, EXPORT: path, ROOT: root };
      return execFileSync('sh', ['-ec', commands], { cwd: folder, env, stdio: 'pipe' }).toString();
    };
    expect(await verify(text)).includes('Verified OK');
    const refusal = await verify(text.replace('license.suspend', 'license.annul')).catch(String);
    expect(refusal).includes('Command failed');
  });
});
