import {
  receiptBytes,
  receiptDigest,
  type Query,
  type QueryQuestion,
  type QueryReply,
  type RequestReceipt,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { ChainLine } from '@hanlian/gateway/sharing/receipts';
import { expect } from 'chai';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { letterBy, OPENING, salted } from '../support/query-letter.js';
import { nameRecords, PROVIDER, SharingCity, STRANGER } from '../support/sharing-city.js';

const { sha256 } = nodeHashes;
const DAY = 86_400;

describe('what another department’s hub asks by letter', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let here: SharingCity;
  let grant: string;

  before(async () => {
    folder = await newFolder();
    await nameRecords(folder);
    city = await runCity(folder);
    here = new SharingCity(city);
    await here.prepare();
    grant = await here.grant({}, STRANGER);
  });

  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  /** A letter as the auditor's hub signs it, but for what a test changes before. */
  async function letter(more: Partial<Query> = {}, signer = STRANGER): Promise<QueryQuestion> {
    const { keys } = city.hub(signer === STRANGER ? 'auditor' : 'bureau').administration.exchange;
    const { id } = await keys.of(signer);
    const sign = (bytes: Uint8Array): Promise<string> => keys.sign(signer, bytes);
    return letterBy({ id, sign }, { requester: STRANGER, grant, ...more });
  }

  const send = (question: object): Promise<Answer> => city.ask('bureau', '/v1/exchange/queries', question);
  const codeOf = async (question: object): Promise<unknown> => (await send(question)).body['code'];

  it('is answered once', async () => {
    const question = await letter();
    expect((await send(question)).status).to.equal(200);
    expect(await codeOf(question)).to.equal('QUERY_REPLAYED');
  });

  it('counts for nothing when it is forged, changed, or of another time', async () => {
    expect(await codeOf(await letter({}, PROVIDER))).to.equal('HOLDER_KEY_NOT_BOUND');
    const question = await letter();
    const changed = {
      ...question,
      asked: { ...question.asked, query: { ...question.asked.query, fields: ['status'] } },
    };
    expect(await codeOf(changed)).to.equal('SIGNATURE_INVALID');
    const now = Math.floor(Date.now() / 1000);
    expect(await codeOf(await letter({ issuedAt: now - DAY }))).to.equal('STATEMENT_OUT_OF_TIME');
    expect(await codeOf(await letter({ issuedAt: now + DAY }))).to.equal('STATEMENT_OUT_OF_TIME');
    const other = { ...(await letter()), opening: { ...OPENING, subject: salted('91350100M000100Y51') } };
    expect(await codeOf(other)).to.equal('QUERY_OPENING_WRONG');
    expect(await codeOf(await letter({ provider: STRANGER }))).to.equal('OTHER_DEPARTMENT');
  });

  it('is refused on record where the grant is another’s', async () => {
    const others = await here.grant();
    const { status, body } = await send(await letter({ grant: others }));
    expect(status).to.equal(200);
    const { outcome, data } = body as unknown as QueryReply;
    expect(outcome.record).to.include({ kind: 'refusal', code: 'GRANT_OF_ANOTHER' });
    expect(data).to.equal(undefined);
  });

  it('stays visible as released while nobody acknowledges it', async () => {
    const { body } = await send(await letter());
    const { request } = body as unknown as QueryReply;
    const open = await city.ask(
      here.named('market-clerk'),
      `/v1/sharing/receipts/open?provider=${PROVIDER}&requester=${STRANGER}`,
    );
    const items = open.body['items'] as unknown as { standing: string; request: object }[];
    expect(items.at(-1)).to.include({ standing: 'released' });
    expect(items.at(-1)!.request).to.deep.equal(request);
  });

  it('is acknowledged once: what is said again changes nothing', async () => {
    const { body } = await send(await letter());
    const { request, outcome } = body as unknown as QueryReply;
    const { keys } = city.hub('auditor').administration.exchange;
    const now = Math.floor(Date.now() / 1000);
    const signed = await Promise.all(
      [now - 10, now].map(async (issuedAt): Promise<SignedAcknowledgement> => {
        const { asked } = request.record as RequestReceipt;
        const acknowledgement = {
          ...({ v: 1, kind: 'acknowledgement', provider: PROVIDER, requester: STRANGER } as const),
          query: asked.query.id,
          release: receiptDigest(sha256, outcome),
          key: asked.query.key,
          issuedAt,
        };
        const signature = await keys.sign(STRANGER, receiptBytes(acknowledgement));
        return { acknowledgement, signature };
      }),
    );
    for (const one of signed) {
      const { status } = await city.ask('bureau', '/v1/exchange/acknowledgements', one);
      expect(status).to.equal(200);
    }
    const { receipts } = city.hub('bureau').administration.sharing;
    const pair = { provider: PROVIDER, requester: STRANGER };
    const last = await receipts.chain(pair, outcome.record.seq - 1).next();
    expect((last.value as ChainLine).acknowledgement).to.deep.equal(signed[0]);
  });
});
