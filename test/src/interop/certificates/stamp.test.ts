import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { ContentInfo, SignedData, TSTInfo, TimeStampResp } from 'pkijs';
import {
  canonicalToken,
  readStampResponse,
  verifyStamp,
  writeStampRequest,
  type StampResult,
} from '@hanlian/certificates';
import { needsOpenssl, run, withFolder, type Outcome } from '../../support/openssl.js';
import { answerWithOpenssl, stamper, type Stamper } from '../../support/stamps.js';

const DATA = Buffer.from('the value of a signature');
const OTHER = Buffer.from('the value of another');

const tokenIn = (response: Buffer): Buffer => {
  const answer = readStampResponse(response);
  if (!answer.granted) throw new Error(answer.refusal);
  return answer.token;
};

const faultOf = (result: StampResult): string => (result.ok ? 'ok' : result.fault);

describe('time stamps and openssl ts', () => {
  before(needsOpenssl);

  let tsa: Stamper;
  before(async () => {
    tsa = await stamper();
  });

  /** Lets openssl write the request, us answer it, and openssl judge the answer. */
  const roundTrip = (options: readonly string[], data = DATA): Promise<{ ours: Buffer; verdict: Outcome }> =>
    withFolder(
      { data: DATA, other: OTHER, 'root.pem': tsa.root, 'tsa.pem': tsa.certificate },
      async (folder) => {
        await run(folder, ['ts', '-query', '-data', 'data', ...options, '-out', 'request.tsq']);
        const ours = await tsa.authority.answer(await readFile(join(folder, 'request.tsq')));
        await writeFile(join(folder, 'answer.tsr'), ours);
        const about = data === DATA ? ['-queryfile', 'request.tsq'] : ['-data', 'other'];
        const untrusted = options.includes('-cert') ? [] : ['-untrusted', 'tsa.pem'];
        const verify = ['ts', '-verify', ...about, '-in', 'answer.tsr', '-CAfile', 'root.pem', ...untrusted];
        return { ours, verdict: await run(folder, verify) };
      },
    );

  for (const options of [
    ['-sha256', '-cert'],
    ['-sha256', '-cert', '-no_nonce'],
    ['-sha256'],
    ['-sha384', '-cert'],
    ['-sha512', '-cert'],
  ]) {
    it(`openssl accepts what we answer to ts -query ${options.join(' ')}`, async () => {
      const { verdict } = await roundTrip(options);
      expect(verdict.ok, verdict.output).to.equal(true);
    });
  }

  it('openssl refuses ours over other data, and so do we', async () => {
    const { ours, verdict } = await roundTrip(['-sha256', '-cert'], OTHER);
    expect(verdict.ok).to.equal(false);
    expect(faultOf(verifyStamp(tokenIn(ours), OTHER))).to.equal('STAMP_FOREIGN');
    expect(faultOf(verifyStamp(tokenIn(ours), DATA))).to.equal('ok');
  });

  const refusals: [string, string[], string][] = [
    ['a hash that is not accepted', ['-sha1'], 'badAlg'],
    ['a policy that is not served', ['-sha256', '-tspolicy', '1.2.3.4'], 'unacceptedPolicy'],
  ];
  for (const [what, options, refusal] of refusals) {
    it(`refuses ${what} in a form openssl reads`, () =>
      withFolder({ data: DATA }, async (folder) => {
        await run(folder, ['ts', '-query', '-data', 'data', ...options, '-out', 'request.tsq']);
        const ours = await tsa.authority.answer(await readFile(join(folder, 'request.tsq')));
        expect(readStampResponse(ours)).to.deep.include({ granted: false, refusal });
        await writeFile(join(folder, 'answer.tsr'), ours);
        const { output } = await run(folder, ['ts', '-reply', '-in', 'answer.tsr', '-text']);
        expect(output).to.match(/Status: Rejected/);
      }));
  }

  it('serves the policy it names when that one is asked for', async () => {
    const policy = '2.25.208744936410572019264331574922615389151';
    const { verdict } = await roundTrip(['-sha256', '-cert', '-tspolicy', policy]);
    expect(verdict.ok, verdict.output).to.equal(true);
  });

  it('we accept what openssl answers to our request, in the one form of its signature', () =>
    withFolder({ 'request.tsq': writeStampRequest(DATA, 2n ** 63n + 5n) }, async (folder) => {
      for (let attempt = 0; attempt < 8; attempt += 1) {
        const token = canonicalToken(tokenIn(await answerWithOpenssl(folder, tsa)));
        const result = verifyStamp(token, DATA);
        if (!result.ok) throw new Error(result.fault);
        expect(Math.abs(result.at.getTime() - Date.now())).to.be.below(60_000);
        expect(result.nonce?.toString('hex')).to.equal('02090080000000000000' + '05');
        expect(faultOf(verifyStamp(token, OTHER))).to.equal('STAMP_FOREIGN');
      }
    }));

  it('we refuse openssl’s signature in its other form until it is rewritten', () =>
    withFolder({ 'request.tsq': writeStampRequest(DATA, 7n) }, async (folder) => {
      const seen = new Set<string>();
      for (let attempt = 0; attempt < 40 && seen.size < 2; attempt += 1) {
        const token = tokenIn(await answerWithOpenssl(folder, tsa));
        const outcome = faultOf(verifyStamp(token, DATA));
        seen.add(outcome);
        expect(canonicalToken(token).equals(token)).to.equal(outcome === 'ok');
      }
      expect([...seen].sort()).to.deep.equal(['STAMP_SIGNATURE_WRONG', 'ok']);
    }));

  it('a certificate that may do more than stamp is refused by openssl and by us', async () => {
    const wide = await stamper(undefined, 'alsoTls');
    const response = await wide.authority.answer(writeStampRequest(DATA, 7n));
    expect(faultOf(verifyStamp(tokenIn(response), DATA))).to.equal('STAMP_CERTIFICATE_WRONG');
    const files = { data: DATA, 'answer.tsr': response, 'root.pem': wide.root };
    const verify = ['ts', '-verify', '-data', 'data', '-in', 'answer.tsr', '-CAfile', 'root.pem'];
    expect((await withFolder(files, (folder) => run(folder, verify))).ok).to.equal(false);
  });

  it('pkijs reads our answer and finds the same time, nonce and signature', async () => {
    const response = await tsa.authority.answer(writeStampRequest(DATA, 12345n));
    const { status, timeStampToken } = TimeStampResp.fromBER(new Uint8Array(response).buffer);
    expect(status.status).to.equal(0);
    const signedData = new SignedData({ schema: (timeStampToken as ContentInfo).content as never });
    const content = signedData.encapContentInfo.eContent!.getValue();
    const info = TSTInfo.fromBER(content);
    const result = verifyStamp(tokenIn(response), DATA);
    expect(result.ok && result.at).to.deep.equal(info.genTime);
    expect(info.nonce!.valueBlock.valueDec).to.equal(12345);
    expect(await signedData.verify({ signer: 0, data: new Uint8Array(DATA).buffer })).to.equal(true);
  });
});
