import { expect } from 'chai';
import { HanlianError, type JsonValue } from '@hanlian/chaincode/domain';
import {
  parseDocument,
  readDocument,
  redact,
  withholdHolder,
  type EvidenceDocument,
} from '@hanlian/certificates';
import { world } from '../../support/evidence.js';

const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    return error instanceof HanlianError
      ? `${error.code} ${error.details.field ?? ''}`.trim()
      : String(error);
  }
  return 'no error';
};

describe('evidence document', () => {
  let document: EvidenceDocument;
  const asJson = (changes: Record<string, unknown> = {}): JsonValue =>
    JSON.parse(JSON.stringify({ ...document, ...changes })) as JsonValue;

  before(async () => {
    [document] = (await world(1)).documents as [EvidenceDocument];
  });

  it('comes back from its text as it was', () => {
    expect(readDocument(JSON.stringify(document))).to.deep.equal(document);
  });

  it('is refused when it holds a key twice', () => {
    const text = JSON.stringify(document).replace('{"v":', '{"v":"other","v":');
    expect(codeOf(() => readDocument(text))).to.match(/^JSON_DUPLICATE_KEY/);
  });

  it('of another format is told apart from a damaged one', () => {
    expect(codeOf(() => parseDocument(asJson({ v: 'hanlian-evidence/2' })))).to.equal(
      'DOCUMENT_VERSION_UNKNOWN v',
    );
    expect(codeOf(() => parseDocument([]))).to.equal('DOCUMENT_VERSION_UNKNOWN v');
    expect(codeOf(() => parseDocument(asJson({ seal: 7 })))).to.equal('DOCUMENT_MALFORMED seal');
  });

  it('takes nothing it does not know', () => {
    expect(codeOf(() => parseDocument(asJson({ note: 'x' })))).to.match(/^DOCUMENT_MALFORMED/);
    expect(codeOf(() => parseDocument(asJson({ stamp: 'x' })))).to.equal('DOCUMENT_MALFORMED stamp');
  });

  it('takes no field twice', () => {
    const fields = [...document.fields, document.fields[0]];
    expect(codeOf(() => parseDocument(asJson({ fields })))).to.equal(
      'DOCUMENT_MALFORMED fields.certificateNumber',
    );
  });

  // Found by changing bytes at random: the last character before the padding has bits that decode to nothing.
  it('takes a seal in one spelling of base64 only', () => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const octets = Buffer.from([1, 2, 3, 4]).toString('base64');
    expect(codeOf(() => parseDocument(asJson({ seal: octets })))).to.equal('no error');
    const last = octets.indexOf('=') - 1;
    const noisy = octets.slice(0, last) + digits[digits.indexOf(octets[last]!) + 1]! + octets.slice(last + 1);
    expect(Buffer.from(noisy, 'base64').equals(Buffer.from(octets, 'base64'))).to.equal(true);
    expect(codeOf(() => parseDocument(asJson({ seal: noisy })))).to.contain('seal');
  });

  it('hides the fields named and nothing else', () => {
    const redacted = redact(document, ['employer']);
    expect(JSON.stringify(redacted)).not.to.contain('employer-2026');
    expect(redacted.fields[3]).to.deep.equal({ name: 'employer', withheld: true });
    expect({ ...redacted, fields: [] }).to.deep.equal({ ...document, fields: [] });
    expect(parseDocument(JSON.parse(JSON.stringify(redacted)) as JsonValue)).to.deep.equal(redacted);
  });

  it('cannot hide a field it does not have', () => {
    expect(codeOf(() => redact(document, ['salary']))).to.equal('FIELD_UNKNOWN salary');
  });

  it('hides the holder', () => {
    const text = JSON.stringify(withholdHolder(document));
    expect(text).not.to.contain('测试建设工程有限公司').and.not.to.contain('91430000712150029K');
  });
});
