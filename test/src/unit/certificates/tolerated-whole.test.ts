import { expect } from 'chai';
import {
  stampedSeal,
  verifyBytes,
  verifySeal,
  type EvidenceDocument,
  type VerificationContext,
} from '@hanlian/certificates';
import { statementBytes } from '@hanlian/chaincode/domain';
import { world } from '../../support/evidence.js';
import { longTerm } from '../../support/long-term.js';

/** Of the bytes of a base64 text this many are changed: every byte of what it decodes to is changed in tests of its own. */
const ONE_IN = 23;

describe('a document with everything in it: two seals, a stamp with its list, evidence of every certificate', function () {
  this.timeout(120_000);

  let document: EvidenceDocument;
  let context: VerificationContext;
  let text: string;

  before(async () => {
    const kept = await longTerm({ both: true });
    document = { ...(await kept.stamped([await kept.stampList()])), revocation: await kept.evidence() };
    context = kept.context();
    text = JSON.stringify(document);
  });

  const verdict = async (changed: string | Buffer): Promise<string> =>
    (await verifyBytes(Buffer.from(changed), context)).verdict;

  it('is valid under the policy for archives', async () => {
    expect(await verdict(text)).to.equal('VALID');
    expect(document.revocation).to.have.length(4);
  });

  it('may be written otherwise, and name another place of its record', async () => {
    expect(await verdict(JSON.stringify(JSON.parse(text), null, 2))).to.equal('VALID');
    const anchor = { ...document.anchor, transactionId: 'another' };
    expect(await verdict(JSON.stringify({ ...document, anchor }))).to.equal('VALID');
  });

  it('may bear its evidence in another order, or with more beside it', async () => {
    const revocation = document.revocation!.toReversed();
    expect(await verdict(JSON.stringify({ ...document, revocation }))).to.equal('VALID');
    const more = [...document.revocation!, Buffer.from('3000', 'hex').toString('base64')];
    expect(await verdict(JSON.stringify({ ...document, revocation: more }))).to.equal('VALID');
  });

  it('may bear unsigned attributes on its seal: the very signature, with its stamp inside as CAdES T has it', async () => {
    const token = Buffer.from(document.stamp!.token, 'base64');
    const seal = stampedSeal(Buffer.from(document.seal, 'base64'), token).toString('base64');
    expect(await verdict(JSON.stringify({ ...document, seal }))).to.equal('VALID');
  });

  it('may lose no part, and take none of another', async () => {
    for (const name of ['seal', 'sm2Seal', 'stamp', 'revocation', 'statement', 'leaves'] as const) {
      expect(await verdict(JSON.stringify({ ...document, [name]: undefined })), name).to.not.equal('VALID');
    }
    const kept = await longTerm({ both: true });
    const other = { ...(await kept.stamped([await kept.stampList()])), revocation: await kept.evidence() };
    for (const name of ['seal', 'sm2Seal', 'stamp', 'revocation', 'statement', 'leaves'] as const) {
      const swapped = { ...document, [name]: other[name] };
      expect(await verdict(JSON.stringify(swapped)), name).to.not.equal('VALID');
    }
  });

  // Found here: the way to the root was remembered by the seal's own certificate alone, so that a file whose issuing
  // certificate was broken passed after the genuine one, and failed before it.
  it('is judged by itself, whatever was judged before', async () => {
    const broken = Buffer.from(document.seal, 'base64');
    const own = verifySeal(broken, statementBytes(document.statement));
    const issuing = own.ok ? Buffer.from(own.certificates[1]!) : Buffer.alloc(0);
    const at = broken.indexOf(issuing) + (issuing.length >> 1);
    broken[at] = broken[at]! ^ 1;
    const changed = JSON.stringify({ ...document, seal: broken.toString('base64') });
    expect(await verdict(text)).to.equal('VALID');
    expect(await verdict(changed)).to.not.equal('VALID');
  });

  it('may have no other byte changed', async () => {
    const bytes = Buffer.from(text);
    const start = bytes.indexOf('"anchor":');
    const end = bytes.indexOf('}', start);
    for (const at of tried(bytes.toString('latin1'))) {
      if (at >= start && at <= end) continue;
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ (1 + (at % 7));
      if ((await verdict(changed)) !== 'VALID') continue;
      expect(JSON.parse(changed.toString()), `byte ${at}`).to.deep.equal(JSON.parse(text));
    }
  });
});

/** Where to change a text: everywhere, but of long base64 a part. */
function* tried(text: string): Generator<number> {
  let end = 0;
  for (const { 0: long, index } of text.matchAll(/[A-Za-z0-9+/=]{200,}/g)) {
    for (; end < index; end += 1) yield end;
    for (; end < index + long.length; end += ONE_IN) yield end;
    end = index + long.length;
  }
  for (; end < text.length; end += 1) yield end;
}

describe('a seal with its stamp inside (CAdES T)', function () {
  this.timeout(60_000);

  it('bears no byte changed up to its signature; what follows nobody signed, and a stamp has a signature of its own', async () => {
    const [{ seal, statement }] = (await world(1)).documents as [EvidenceDocument];
    const { stamp } = await (await longTerm()).stamped();
    const token = Buffer.from(stamp!.token, 'base64');
    const stamped = stampedSeal(Buffer.from(seal, 'base64'), token);
    const content = statementBytes(statement);
    const genuine = verifySeal(stamped, content);
    if (!genuine.ok) throw new Error(genuine.fault);
    // Unsigned attributes come last, after the signature.
    const signed = stamped.indexOf(genuine.signature) + genuine.signature.length;
    expect(stamped.indexOf(token)).to.be.above(signed);
    for (let at = 0; at < signed; at += 1) {
      const changed = stamped.with(at, stamped[at]! ^ (1 << (at % 8)));
      expect(verifySeal(changed, content).ok, `byte ${at}`).to.equal(false);
    }
  });
});
