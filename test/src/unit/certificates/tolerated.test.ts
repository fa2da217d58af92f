import { expect } from 'chai';
import { POLICIES, sourcesOf, verifyBytes, type VerificationContext } from '@hanlian/certificates';
import { world } from '../../support/evidence.js';
import { trustIn } from '../../support/trust.js';

describe('what may change in a document and leave it valid', function () {
  this.timeout(60_000);

  let context: VerificationContext;
  let text: string;

  before(async () => {
    const city = await world(3);
    text = JSON.stringify(city.documents[1]);
    const sources = sourcesOf(trustIn(city));
    context = { ...city.context, ...sources, ledger: undefined, policy: POLICIES.sealOnly };
  });

  const verdict = async (changed: string | Buffer): Promise<string> =>
    (await verifyBytes(Buffer.from(changed), context)).verdict;

  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, part]) => [name, reversed(part)] as const);
    return Object.fromEntries(entries.reverse());
  };
  const withPart = (name: string, part: unknown): string =>
    JSON.stringify({ ...(JSON.parse(text) as object), [name]: part });

  it('white space between values, and the order of members', async () => {
    expect(await verdict(JSON.stringify(JSON.parse(text), null, 4))).to.equal('VALID');
    expect(await verdict(JSON.stringify(reversed(JSON.parse(text))))).to.equal('VALID');
  });

  it('how a character or a number is written', async () => {
    const escaped = text.replace('测', '\\u6d4b').replace('hanlian-evidence/1', 'hanlian-evidence\\/1');
    expect(escaped).to.not.equal(text);
    expect(await verdict(escaped)).to.equal('VALID');
    expect(await verdict(text.replace('"count":3', '"count":3.0'))).to.equal('VALID');
  });

  it('the anchor, which only says where to look', async () => {
    const anchor = { channel: 'another', chaincode: 'another', transactionId: 'another' };
    expect(await verdict(withPart('anchor', anchor))).to.equal('VALID');
  });

  it('nothing else: any other byte changed makes it invalid, unless what it decodes to is the same', async () => {
    const bytes = Buffer.from(text);
    const start = bytes.indexOf('"anchor":');
    const end = bytes.indexOf('}', start);
    const { seal } = JSON.parse(text) as { seal: string };
    const decoded = Buffer.from(seal, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      if (at >= start && at <= end) continue;
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ (1 + (at % 7));
      if ((await verdict(changed)) !== 'VALID') continue;
      const said = JSON.parse(changed.toString()) as { seal: string };
      expect(Buffer.from(said.seal, 'base64').equals(decoded), `byte ${at}`).to.equal(true);
      expect({ ...said, seal }, `byte ${at}`).to.deep.equal(JSON.parse(text));
    }
  });
});
