import { expect } from 'chai';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  applicationDigest,
  canonicalize,
  HanlianError,
  sharingBytes,
  utf8Encode,
  type ConsentStatement,
  type JsonObject,
  type PullQuestion,
  type PullStatement,
} from '@hanlian/chaincode/domain';
import { openFile } from '@hanlian/certificates';
import { Reports } from '@hanlian/gateway/services/credit/report/reports';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { codeOf, made } from '../support/answers.js';
import { runCity, type Answer } from '../support/city.js';
import { ConsentingCity } from '../support/consents.js';
import { random16, random32 } from '../support/contracts/people.js';
import { pullOf } from '../support/contracts/sharing.js';
import { newFolder, removeFolder } from '../support/folders.js';

const OFFICE = DEPARTMENTS.credit.code;
const BANK = DEPARTMENTS.bankOne.code;
const ASKED = { purpose: 'credit-approval', fields: ['penalty'] };
const now = (): number => Math.floor(Date.now() / 1000);

/** Has a method fail until what is returned is called. */
function interrupted<Name extends string>(of: Record<Name, unknown>, name: Name): () => void {
  const before = of[name];
  of[name] = () => Promise.reject(new HanlianError('LOG_PENDING', 'Interrupted'));
  return () => {
    of[name] = before;
  };
}

describe('a bank pulls a report, from its hub by way of the credit office’s', function () {
  this.timeout(180_000);
  let folder: string;
  let here: ConsentingCity;
  let consent: ConsentStatement;

  const pull = (more: object = {}, key = random16(), by = 'bank-one-officer'): Promise<Answer> =>
    here.city.ask(
      here.named(by),
      `/v1/consents/${consent.id}/pulls`,
      { ...ASKED, application: random32(), ...more },
      key,
    );
  const pullsSeen = async (): Promise<JsonObject[]> => {
    const question = here.question(consent.id);
    const seen = made(await here.post(`/v1/consents/${consent.id}/view`, question, here.enterprise));
    return seen.pulls as JsonObject[];
  };
  const refused = ({ status, body }: Answer): unknown[] => [status, body.code];
  const letterOf = async (
    more: Partial<PullQuestion> = {},
    signer = BANK,
    asked: Partial<PullStatement> = {},
  ): Promise<{ message: PullQuestion; signature: string }> => {
    const { keys } = here.city.hub('bank').administration.exchange;
    const { id: key } = await keys.of(signer);
    const statement = pullOf(consent.id, {
      provider: OFFICE,
      recipient: BANK,
      recipientKey: (await keys.of(BANK)).id,
      issuedAt: now(),
      ...asked,
    });
    const message: PullQuestion = {
      v: 1,
      kind: 'pull-question',
      from: BANK,
      to: OFFICE,
      key,
      nonce: random16(),
      issuedAt: now(),
      pull: { statement, signature: await keys.sign(BANK, sharingBytes(statement)) },
      ...more,
    };
    return { message, signature: await keys.sign(signer, utf8Encode(canonicalize(message))) };
  };
  const send = (letter: object): Promise<Answer> => here.city.ask('bureau', '/v1/exchange/pulls', letter);

  before(async () => {
    folder = await newFolder();
    here = new ConsentingCity(await runCity(folder, {}, { HANLIAN_CHECKPOINT_SECONDS: '1' }));
    await here.prepare();
  });
  after(async () => {
    await here.city.stop();
    await removeFolder(folder);
  });
  beforeEach(async () => {
    consent = here.statement({ provider: OFFICE, pulls: { limit: 3, per: 'term' } });
    made(await here.give(consent));
  });

  it('and gets it sealed; asked again under its key it is the same pull, and the enterprise sees one', async () => {
    const [body, key] = [{ application: random32() }, random16()];
    const first = made(await pull(body, key));
    expect(first).to.include({ window: 'term', slot: 1 });
    expect(first.report).to.be.an('object').that.is.not.empty;
    expect(made(await pull(body, key))).to.deep.equal(first);
    const [seen, ...others] = await pullsSeen();
    expect(others).to.deep.equal([]);
    expect(seen).to.include({ slot: 1, transactionId: first.transactionId });
    expect(seen!.asked).to.deep.equal({ ...ASKED, recipient: BANK, ...body });
    expect(codeOf(await pull({}, key))).to.equal('IDEMPOTENCY_KEY_REUSED');
  });

  // The API took a report as a file's bytes alone: sent as it was answered, its verifier was said to be out of date.
  it('and has it verified as it was answered, for its application; saved anew by a program it is none', async () => {
    const application = { number: 'LN-2026-000118', salt: random16() };
    const digest = applicationDigest(nodeHashes.sha256, application.salt, application.number);
    const { report } = made(await pull({ application: digest }));
    const verify = async (input: object): Promise<string[]> => {
      const { checks } = made(await here.city.ask('auditor', '/v1/verifications', input)) as unknown as {
        checks: { code: string }[];
      };
      return checks.map(({ code }) => code);
    };
    expect(await verify({ report, audience: BANK, application })).to.include.members([
      'REPORT_INTACT',
      'REPORT_COMPLETE',
      'GRANT_VALID',
    ]);
    const pretty = Buffer.from(JSON.stringify(report, null, 2)).toString('base64');
    expect(await verify({ file: pretty })).to.include('REPORT_MALFORMED');
  });

  it('and as PDF, as long as it likes, also after the consent is withdrawn: nobody else can have it', async () => {
    const body = { application: random32() };
    const { window, slot, report } = made(await pull(body));
    made(await here.act(consent.id, 'withdraw', 0));
    const printed = (by: string, n = slot): Promise<Response> => {
      const { url, key } = here.named(by);
      const path = `/v1/consents/${consent.id}/pulls/${window as string}/${n as number}/report.pdf`;
      return fetch(url + path, { headers: { Authorization: `Bearer ${key}` } });
    };
    const pdf = await printed('bank-one-officer');
    expect([pdf.status, pdf.headers.get('content-type')]).to.deep.equal([200, 'application/pdf']);
    const file = Buffer.from(await pdf.arrayBuffer());
    const { checks } = made(
      await here.city.ask('auditor', '/v1/verifications', { file: file.toString('base64') }),
    ) as unknown as {
      checks: { code: string }[];
    };
    expect(checks.map(({ code }) => code)).to.include.members(['PDF_VALID', 'REPORT_COMPLETE']);
    const attached = JSON.parse(Buffer.from((await openFile(file)).evidence!).toString()) as JsonObject;
    expect(attached.id).to.equal((report as JsonObject).id);
    expect(await (await printed('bank-one-officer', 2)).json()).to.include({
      status: 404,
      code: 'PULL_UNKNOWN',
    });
    expect(await (await printed('bank-two-officer')).json()).to.include({
      status: 404,
      code: 'PULL_UNKNOWN',
    });
    expect(await pullsSeen()).to.have.lengthOf(1);
  });

  it('as often as it was allowed, however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => pull()));
    const slots = answers.flatMap(({ status, body }) => (status === 200 ? [body.slot] : []));
    expect([...slots].sort()).to.deep.equal([1, 2, 3]);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(refused(answer)).to.deep.equal([422, 'CONSENT_EXHAUSTED']);
    }
    expect(await pullsSeen()).to.have.lengthOf(3);
  });

  // Two requests at once under one key drew two statements, which took two of the pulls.
  it('as one pull when it is asked for twice at once under one key', async () => {
    const [body, key] = [{ application: random32() }, random16()];
    const [first, second] = (await Promise.all([pull(body, key), pull(body, key)])).map(made);
    expect(second).to.deep.equal(first);
    expect(await pullsSeen()).to.have.lengthOf(1);
  });

  it('not for another purpose or field, not as another bank, not once it is paused or withdrawn', async () => {
    expect(refused(await pull({ purpose: 'marketing' }))).to.deep.equal([422, 'CONSENT_NOT_COVERED']);
    expect(refused(await pull({ fields: ['contract'] }))).to.deep.equal([422, 'CONSENT_NOT_COVERED']);
    expect(refused(await pull({}, random16(), 'bank-two-officer'))).to.deep.equal([404, 'CONSENT_UNKNOWN']);
    made(await here.act(consent.id, 'pause', 0));
    expect(refused(await pull())).to.deep.equal([422, 'CONSENT_PAUSED']);
    made(await here.act(consent.id, 'withdraw', 1));
    expect(refused(await pull())).to.deep.equal([422, 'CONSENT_WITHDRAWN']);
    expect(await pullsSeen()).to.deep.equal([]);
  });

  it('and is told when the other hub is down; asked again under its key, it has taken one slot', async () => {
    const { mspId } = here.city.hub('bureau');
    const { peers } = here.city.hub('bank').administration.exchange;
    const [body, key] = [{ application: random32() }, random16()];
    peers.meet(mspId, 'http://127.0.0.1:9');
    expect(refused(await pull(body, key))).to.deep.equal([503, 'EXCHANGE_UNREACHABLE']);
    peers.meet(mspId, here.city.url('auditor'));
    expect((await pull(body, key)).status).to.be.within(400, 503);
    peers.meet(mspId, here.city.url('bureau'));
    expect(made(await pull(body, key)).slot).to.equal(1);
    expect(await pullsSeen()).to.have.lengthOf(1);
  });

  describe('and where the office’s hub took the slot and got no further', () => {
    const application = { number: 'LN-2026-000119', salt: random16() };
    let asked: Partial<PullStatement>;
    let goOn: () => void;
    beforeEach(async () => {
      const digest = applicationDigest(nodeHashes.sha256, application.salt, application.number);
      asked = { intent: random16(), issuedAt: now(), application: digest, fields: ['penalty'] };
      goOn = interrupted(Reports.prototype, 'release');
      expect(codeOf(await send(await letterOf({}, BANK, asked)))).to.equal('LOG_PENDING');
      goOn();
    });
    afterEach(() => {
      goOn();
    });

    // The report had the salt of the second time, which is none the ledger knows, and stayed so.
    it('has it when it sends the same again, as it stands on the ledger', async () => {
      const { message } = made(await send(await letterOf({}, BANK, asked))) as unknown as {
        message: { report: JsonObject };
      };
      const verified = made(
        await here.city.ask('auditor', '/v1/verifications', {
          report: message.report,
          audience: BANK,
          application,
        }),
      );
      const codes = (verified.checks as unknown as { code: string }[]).map(({ code }) => code);
      expect(codes).to.include('GRANT_VALID');
      expect(await pullsSeen()).to.have.lengthOf(1);
    });

    // Nobody compared what was asked the second time with what was consented to, or with what took the slot.
    it('has nothing else under the same intent, such as fields nobody consented to', async () => {
      for (const more of [{ fields: ['penalty', 'contract'] }, { application: random32() }]) {
        const other = await letterOf({}, BANK, { ...asked, ...more });
        expect(refused(await send(other))).to.deep.equal([400, 'FIELD_INVALID']);
      }
    });

    it('has nothing once the consent is withdrawn', async () => {
      made(await here.act(consent.id, 'withdraw', 0));
      expect(refused(await send(await letterOf({}, BANK, asked)))).to.deep.equal([422, 'CONSENT_WITHDRAWN']);
    });
  });

  it('by a letter that counts once, from the bank itself, to this office', async () => {
    const { keys } = here.city.hub('bank').administration.exchange;
    const letter = await letterOf();
    expect(made(await send(letter)).message).to.include({ from: OFFICE, to: BANK, slot: 1 });
    expect(refused(await send(letter))).to.deep.equal([409, 'EXCHANGE_REPLAYED']);
    const forged = { ...letter, message: { ...letter.message, nonce: random16() } };
    expect(codeOf(await send(forged))).to.equal('SIGNATURE_INVALID');
    const other = DEPARTMENTS.bankTwo.code;
    expect(codeOf(await send(await letterOf({}, other)))).to.equal('HOLDER_KEY_NOT_BOUND');
    expect(codeOf(await send(await letterOf({ from: other }, other)))).to.equal('CONSENT_OF_ANOTHER');
    expect(codeOf(await send(await letterOf({ issuedAt: now() - 3600 })))).to.equal('STATEMENT_OUT_OF_TIME');
    const unsigned = await letterOf();
    const { pull: asked } = unsigned.message;
    const swapped = { ...asked, signature: await keys.sign(BANK, utf8Encode('another pull')) };
    expect(codeOf(await send(await letterOf({ pull: swapped })))).to.equal('SIGNATURE_INVALID');
    expect(await pullsSeen()).to.have.lengthOf(1);
  });
});
