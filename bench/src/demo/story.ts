import { sendPenalties } from './penalties.js';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { tellLoan } from './loans.js';
import { ReportStory } from './report.js';
import { SharingStory } from './sharing.js';
import { uploadCsv } from './upload.js';
import { Visitor, type Answer, type SampleCaller } from './client.js';

/** The food business license of the sample city; its suffix is provisional. */
const TYPE = '11100000MB0143028R901';
const HOLDER = { typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' };
const BASIS = { law: '食品安全法第三十五条', document: '示例许〔2026〕118号' };
const CERTIFICATE = {
  holders: [HOLDER],
  fields: { unitName: HOLDER.name, unitCode: HOLDER.code, premises: '示例路1号' },
};

/** The one department of the sample city that seals in SM2 as well. */
const DRUG_TYPE = '11100000MB0341032Y002';
const DRUG = {
  type: DRUG_TYPE,
  basis: { law: '药品管理法第五十一条', document: '示例药许〔2026〕7号' },
  certificates: [
    { holders: [HOLDER], fields: { unitName: HOLDER.name, unitCode: HOLDER.code, manner: '零售' } },
  ],
};

/** Three shops, of which the second has mistyped its code. */
const TABLE = `unitName,unitCode,premises,holderName,holderCode
${HOLDER.name},${HOLDER.code},示例路3号,${HOLDER.name},${HOLDER.code}
${HOLDER.name},91350100M000100Y44,示例路4号,${HOLDER.name},${HOLDER.code}
${HOLDER.name},${HOLDER.code},示例路5号,${HOLDER.name},${HOLDER.code}
`;

interface Check {
  readonly name: string;
  readonly status: string;
  readonly code: string;
}

type Say = (line: string) => void;

/** A step that did not come out as the story says: the story is also a test. */
class Surprise extends Error {}

function expectOf<T>(what: string, actual: T, expected: T): void {
  if (actual !== expected) throw new Surprise(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}

interface Evidence extends Record<string, unknown> {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** The story of one certificate, told with real requests. */
class Story {
  readonly #say: Say;
  readonly #clerk: Visitor;
  readonly #otherClerk: Visitor;
  readonly #drugClerk: Visitor;
  readonly #bank: Visitor;
  readonly #auditor: Visitor;
  readonly #anyone: Visitor;
  readonly #callers: readonly SampleCaller[];
  readonly #sharingStory: SharingStory;
  #step = 0;

  constructor(callers: readonly SampleCaller[], say: Say) {
    this.#say = say;
    this.#callers = callers;
    this.#sharingStory = new SharingStory(callers);
    const find = (role: string, nth = 0): SampleCaller => {
      const found = callers.filter((caller) => caller.role === role)[nth];
      if (found === undefined) throw new Surprise(`no sample caller has the role ${role}`);
      return found;
    };
    const visitor = ({ url, key }: SampleCaller): Visitor => new Visitor(url, key);
    this.#clerk = visitor(find('clerk'));
    this.#otherClerk = visitor(find('clerk', 2));
    this.#drugClerk = visitor(find('clerk', 8));
    this.#bank = visitor(find('officer', 1));
    this.#auditor = visitor(find('auditor'));
    this.#anyone = new Visitor(find('auditor').url);
  }

  #title(zh: string, en: string): void {
    this.#step += 1;
    this.#say(`\n${this.#step}. ${zh}\n   ${en}`);
  }

  #tell(line: string): void {
    this.#say(`   → ${line}`);
  }

  async tell(): Promise<void> {
    const id = await this.#issue();
    const document = await this.#verifyDocument(id);
    await this.#upload();
    await this.#penalties();
    await this.#sealTwice();
    await this.#forge(document);
    await this.#trespass(id);
    await this.#suspendAndReinstate(id, document);
    const renewed = await this.#renew(id, document);
    await this.#bankLooks(renewed);
    await this.#annul(renewed);
    await this.#audit(id);
    await this.#sharing();
    await this.#creditReport();
    await this.#auditSharing();
    await this.#loan();
  }

  async #issue(): Promise<string> {
    this.#title('经办人签发一张食品经营许可证', 'A clerk issues a food business license');
    const body = { type: TYPE, basis: BASIS, certificates: [CERTIFICATE] };
    const key = `demo-${crypto.randomUUID()}`;
    const answer = await this.#clerk.post('/v1/licenses', body, key);
    expectOf('issue', answer.status, 201);
    const [issued] = answer.body.certificates as { id: string }[];
    const id = issued?.id ?? '';
    this.#tell(id);
    const again = await this.#clerk.post('/v1/licenses', body, key);
    expectOf('the same request again', JSON.stringify(again.body), JSON.stringify(answer.body));
    this.#tell('重复发送同一请求，得到同一回答，不会签发两张 (sent twice, issued once)');
    return id;
  }

  async #verdict(body: unknown, expected: string): Promise<readonly Check[]> {
    const answer = await this.#anyone.post('/v1/verifications', body);
    expectOf('verdict', answer.body.verdict, expected);
    return answer.body.checks as Check[];
  }

  #tellChecks(checks: readonly Check[]): void {
    this.#tell(checks.map(({ name, code }) => `${name}: ${code}`).join(', '));
  }

  async #verifyDocument(id: string): Promise<Evidence> {
    this.#title('任何人在审计方的站点核验证照文件', "Anyone verifies the document, at the auditor's hub");
    const { body } = await this.#clerk.get(`/v1/licenses/${id}/document`);
    const checks = await this.#verdict({ document: body }, 'VALID');
    this.#tellChecks(checks);
    return body as Evidence;
  }

  async #upload(): Promise<void> {
    this.#title(
      '用 CSV 文件批量办理：指出错在哪一行哪一列，其余照办',
      'A table of certificates: told line and column of what is wrong, and the good rows issued',
    );
    const { good, wrong, issued } = await uploadCsv(this.#clerk, { type: TYPE, basis: BASIS, csv: TABLE });
    expectOf('good rows', good, 2);
    expectOf('certificates', issued.length, 2);
    for (const { line, header, code } of wrong) this.#tell(`line ${line}, ${header}: ${code}`);
    for (const id of issued) this.#tell(id);
  }

  async #penalties(): Promise<void> {
    this.#title(
      '报送双公示文件：未来日期的处罚被指出，逾期报送的照收并标注，公示多久由规则决定',
      'A file of penalties: one dated in the future is told, a late one taken and marked, and the rules say how long it is published',
    );
    const { wrong, notes, published, shown } = await sendPenalties(this.#clerk, BASIS);
    expectOf('published', published, 1);
    expectOf('what is wrong', wrong.map(({ line, code }) => `${line} ${code}`).join(), '3 DECIDED_IN_FUTURE');
    this.#tell(`line 3: DECIDED_IN_FUTURE; line 2: ${notes.join(', ')}`);
    this.#tell(`${shown.reason}${shown.until === undefined ? '' : ` until ${shown.until}`}`);
  }

  async #sealTwice(): Promise<void> {
    this.#title(
      '药监部门以 ES256 与 SM2 双印章签发；去掉国密印章即被识破',
      'A department seals in ES256 and SM2; taking the SM2 seal away is seen',
    );
    const answer = await this.#drugClerk.post('/v1/licenses', DRUG, crypto.randomUUID());
    expectOf('issue', answer.status, 201);
    const [issued] = answer.body.certificates as { id: string }[];
    const { body } = await this.#drugClerk.get(`/v1/licenses/${issued?.id ?? ''}/document`);
    this.#tellChecks(await this.#verdict({ document: body }, 'VALID'));
    const stripped = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'sm2Seal'));
    const checks = await this.#verdict({ document: stripped }, 'INVALID');
    this.#tellChecks(checks.filter(({ status }) => status === 'INVALID'));
  }

  async #forge(document: Evidence): Promise<void> {
    this.#title('有人改了一个字段', 'Somebody changes one field');
    const fields = document.fields.map((field) =>
      field.name === 'premises' ? { ...field, value: '示例路2号' } : field,
    );
    const checks = await this.#verdict({ document: { ...document, fields } }, 'INVALID');
    this.#tellChecks(checks.filter(({ status }) => status === 'INVALID'));
  }

  async #trespass(id: string): Promise<void> {
    this.#title('别的部门想吊销它', 'Another department tries to revoke it');
    const answer = await this.#otherClerk.post(
      `/v1/licenses/${id}/revoke`,
      { basis: BASIS },
      crypto.randomUUID(),
    );
    if (answer.status < 400 || answer.status >= 500) throw new Surprise('another department was not refused');
    this.#tell(`${answer.status} ${String(answer.body.code)}`);
  }

  async #act(id: string, operation: string, body: object): Promise<Answer> {
    const answer = await this.#clerk.post(
      `/v1/licenses/${id}/${operation}`,
      { basis: BASIS, ...body },
      crypto.randomUUID(),
    );
    if (answer.status >= 300) throw new Surprise(`${operation}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  async #suspendAndReinstate(id: string, document: Evidence): Promise<void> {
    this.#title('暂扣，再发还', 'It is suspended, then reinstated');
    await this.#act(id, 'suspend', {});
    this.#tellChecks(
      (await this.#verdict({ document }, 'INVALID')).filter(({ status }) => status === 'INVALID'),
    );
    await this.#act(id, 'reinstate', {});
    await this.#verdict({ document }, 'VALID');
    this.#tell('VALID');
  }

  async #renew(id: string, document: Evidence): Promise<string> {
    this.#title('延续：旧版失效，新版生效', 'It is renewed: the old version gives way to the new');
    const { body } = await this.#act(id, 'renew', { certificate: CERTIFICATE });
    this.#tellChecks(
      (await this.#verdict({ document }, 'INVALID')).filter(({ status }) => status === 'INVALID'),
    );
    const renewed = String(body.id);
    this.#tell(renewed);
    return renewed;
  }

  async #bankLooks(id: string): Promise<void> {
    this.#title('银行按标识查询状态', 'A bank looks the state up by identifier');
    const { body } = await this.#bank.get(`/v1/licenses/${id}`);
    expectOf('standing', body.standing, 'valid');
    this.#tell(`${String(body.standing)}, revision ${String(body.revision)}`);
  }

  async #annul(id: string): Promise<void> {
    this.#title('撤销：本不应准予许可', 'It is annulled: it should never have been granted');
    const { body } = await this.#act(id, 'annul', {});
    this.#tell(`state ${String(body.state)}`);
  }

  async #sharing(): Promise<void> {
    const story = this.#sharingStory;
    this.#title(
      '住建部门按需求清单申请企业登记信息：目的不符的依法不予，无条件共享的即时授权',
      'A department asks for data by its demand list: refused by law for another purpose, granted at once for its own',
    );
    const refused = await story.request('商业营销');
    expectOf('the grant for another purpose', refused.state, 'refused');
    this.#tell(`${refused.state}: ${String(refused.law)}`);
    expectOf('the grant', (await story.request()).state, 'granted');
    this.#tell('granted');
    this.#title(
      '一次查询：先留存签名请求与放出回执，再给出数据；授权之外的字段不给，也有记录',
      'A query: its request and its release are on record before data goes out; what the grant does not cover does not',
    );
    const { status, body } = await story.query();
    expectOf('query', status, 200);
    this.#tell(JSON.stringify(body.data));
    expectOf('a field beyond the grant', (await story.query(['address'])).body.code, 'GRANT_NOT_COVERED');
    this.#tell('address: GRANT_NOT_COVERED');
    this.#title('提供部门撤回授权；再查即被拒绝', 'The provider withdraws; the next query is refused');
    await story.withdraw();
    expectOf('a query after the withdrawal', (await story.query()).body.code, 'GRANT_WITHDRAWN');
    for (const { requester, fields, purpose } of await story.accesses()) {
      this.#tell(`${requester}: ${fields.join(', ')} (${purpose})`);
    }
  }

  async #auditSharing(): Promise<void> {
    this.#title(
      '审计员离线审计导出的文件：每次放出均有授权；改动一条回执即被发现',
      'The auditor audits exported files offline: each release was granted; one changed receipt is found',
    );
    const { honest, forged } = await this.#sharingStory.audit();
    expectOf('the audit', honest.verdict, 'CLEAN');
    this.#tell(`${honest.counts.releases} released, ${honest.counts.refusals} refused: ${honest.verdict}`);
    const codes = forged.violations.map(({ code }) => code);
    expectOf('the changed receipt', codes.includes('RECEIPT_FORGED'), true);
    this.#tell(codes.join(', '));
  }

  async #loan(): Promise<void> {
    await tellLoan(this.#callers, {
      title: (zh, en) => this.#title(zh, en),
      tell: (line) => this.#tell(line),
    });
  }

  async #creditReport(): Promise<void> {
    const report = new ReportStory(this.#callers);
    this.#title(
      '市场监管部门公示一家企业的信用信息',
      'A department publishes what it knows of an enterprise',
    );
    for (const document of await report.publish()) this.#tell(document);
    this.#title('企业签名授权银行查询信用报告', 'The enterprise signs: its bank may see its credit report');
    this.#tell(await report.consent());
    this.#title(
      '银行查询；报告离线可证：完整、新鲜、获授权',
      'The bank pulls it; it proves by itself to be complete, fresh and granted',
    );
    await this.#pullAndVerify(report, { shown: true });
    this.#title(
      '处罚信息被修复；下一份报告不再列出',
      'The penalty is repaired; the next report leaves it out',
    );
    await report.repair();
    await this.#pullAndVerify(report, { shown: false });
    this.#title('企业撤回授权；银行再查即被拒绝', 'The enterprise withdraws; the bank is refused');
    await report.withdraw();
    const { status, body } = await report.pull();
    expectOf('a pull after the withdrawal', body.code, 'CONSENT_WITHDRAWN');
    this.#tell(`${status} ${String(body.code)}`);
  }

  async #pullAndVerify(story: ReportStory, { shown }: { readonly shown: boolean }): Promise<void> {
    const { status, body } = await story.pull();
    expectOf('pull', status, 200);
    const report = body.report as JsonObject;
    expectOf('the penalty in it', JSON.stringify(report).includes('市监罚'), shown);
    const { body: found } = await story.verify(report);
    expectOf('verdict', found.verdict, 'VALID');
    this.#tellChecks(found.checks as Check[]);
  }

  async #audit(id: string): Promise<void> {
    this.#title('审计员读取全部经过', 'The auditor reads all that happened');
    const { body } = await this.#auditor.get(`/v1/audit/licenses/${id}`);
    const entries = body.entries as { operation: string; recorded: { block: number }; person: string }[];
    for (const { operation, recorded, person } of entries) {
      this.#tell(`block ${recorded.block}: ${operation}, by officer ${person}`);
    }
  }
}

/**
 * Tells the story at the hubs of these sample callers.
 *
 * @throws when a step does not come out as told
 */
export const tellStory = (callers: readonly SampleCaller[], say: Say): Promise<void> =>
  new Story(callers, say).tell();
