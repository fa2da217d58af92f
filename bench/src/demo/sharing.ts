import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditReport } from '@hanlian/certificates';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { SHARING_AGREEMENT } from '@hanlian/gateway/seed/sharing-rules';
import { auditOf, exportTo, replaceReceipts } from '../evidence.js';
import { Visitor, whenCovered, type Answer, type SampleCaller } from './client.js';

const PROVIDER = DEPARTMENTS.market.code;
const REQUESTER = DEPARTMENTS.housing.code;
const SUBJECT = '91350100M000100Y43';
/** The first item of the sample city's demand list. */
const DEMAND = {
  ...{ demand: 'D001', matter: '建筑业企业资质审批', purpose: '核验申请企业登记信息' },
  fields: ['entName', 'regStatus'],
};
const RESOURCE = '101001/0001';
const BASIS = { law: '政务数据共享条例', document: '示例数函〔2026〕12号' };
const DAY_MS = 86_400_000;
const AGAIN: ReadonlySet<string> = new Set(['QUORUM_MISSING', 'EVIDENCE_OF_OTHER_CHECKPOINT']);

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+/, '');

/** Tells the market department's hub where its data is, before it is opened. */
export async function nameSource(data: string): Promise<void> {
  const path = join(data, 'enterprises.jsonl');
  const folder = join(data, 'bureau');
  await mkdir(folder, { recursive: true });
  const record = {
    creditCode: SUBJECT,
    entName: '示例餐饮有限公司',
    regStatus: '在业',
    address: '示例路1号',
  };
  await writeFile(path, `${JSON.stringify(record)}\n`);
  const resources = { [RESOURCE]: { kind: 'file', path, subject: 'creditCode' } };
  await writeFile(join(folder, 'sharing-sources.json'), JSON.stringify({ v: 1, resources }));
}

/** What became of a request. */
interface Requested {
  readonly state: string;
  readonly law?: string;
}

interface Access {
  readonly requester: string;
  readonly fields: readonly string[];
  readonly purpose: string;
}

/** Two departments, and an auditor who believes neither. */
export class SharingStory {
  readonly #provider: SampleCaller;
  readonly #requester: SampleCaller;
  readonly #auditor: SampleCaller;
  #grant = '';

  constructor(callers: readonly SampleCaller[]) {
    const find = (of: string, as: string): SampleCaller =>
      callers.find(({ role, department }) => role === as && department === of) as SampleCaller;
    this.#provider = find(PROVIDER, 'clerk');
    this.#requester = find(REQUESTER, 'clerk');
    this.#auditor = find(DEPARTMENTS.audit.code, 'auditor');
  }

  /** Asks for a month of queries. */
  async request(purpose = DEMAND.purpose): Promise<Requested> {
    const now = Date.now();
    const { status, body } = await this.#post(this.#requester, '/v1/grants', {
      ...{ ...DEMAND, purpose, basis: BASIS, agreement: SHARING_AGREEMENT.text },
      ...{ since: instant(now), until: instant(now + 30 * DAY_MS) },
      ...{ quota: { limit: 1_000, per: 'day' }, rate: 600, networks: ['0.0.0.0/0', '::/0'] },
      ...{ mode: 'query', keepDays: 30 },
    });
    if (status !== 201) throw new Error(`The request was answered with ${JSON.stringify(body)}`);
    this.#grant = String(body.id);
    const { history } = body as { history: { refusal?: { law: string } }[] };
    const refusal = history.at(-1)?.refusal;
    return { state: String(body.state), ...(refusal && { law: refusal.law }) };
  }

  query(fields: readonly string[] = DEMAND.fields): Promise<Answer> {
    const { matter, purpose } = DEMAND;
    return this.#post(this.#requester, '/v1/sharing/queries', {
      ...{ id: randomBytes(16).toString('base64url'), grant: this.#grant, fields, matter, purpose },
      ...{ subject: SUBJECT, reason: '核验申请人的登记状态', operator: 'op-17', system: '行政审批系统' },
    });
  }

  async withdraw(): Promise<void> {
    const body = { basis: BASIS, expectedRevision: 0 };
    await this.#post(this.#provider, `/v1/grants/${this.#grant}/withdraw`, body);
  }

  async accesses(): Promise<readonly Access[]> {
    const { url, key } = this.#provider;
    const { body } = await new Visitor(url, key).get(`/v1/audit/accesses?grant=${this.#grant}`);
    return body.items as Access[];
  }

  /** The audit of what was exported, and of the same with one receipt changed. */
  async audit(): Promise<{ readonly honest: AuditReport; readonly forged: AuditReport }> {
    const folder = await mkdtemp(join(tmpdir(), 'hanlian-audit-'));
    try {
      const { receipts, honest } = await this.#settled(folder);
      await replaceReceipts(folder, receipts.replace('"rows":1', '"rows":2'));
      return { honest, forged: await auditOf(folder) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** A checkpoint that was published just now waits for the others' signatures, or came between two exports. */
  async #settled(folder: string): Promise<{ readonly receipts: string; readonly honest: AuditReport }> {
    const from = { department: PROVIDER, provider: this.#provider, auditor: this.#auditor };
    return whenCovered(async () => {
      const receipts = await exportTo(folder, from);
      return { receipts, honest: await auditOf(folder) };
    }, AGAIN);
  }

  async #post({ url, key }: SampleCaller, path: string, body: object): Promise<Answer> {
    return new Visitor(url, key).post(path, body, randomBytes(16).toString('base64url'));
  }
}
