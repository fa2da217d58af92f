import { expect } from 'chai';
import {
  decodeError,
  encodeError,
  ERROR_AREAS,
  ERROR_CODES,
  errorEntry,
  HanlianError,
  isErrorCode,
} from '@hanlian/chaincode/domain';

const CHINESE = /\p{Script=Han}/u;

describe('error registry', () => {
  it('names every code once over all areas, in upper case', () => {
    const inAreas = Object.values(ERROR_AREAS).flatMap((area) => Object.keys(area));
    expect(inAreas).to.have.lengthOf(ERROR_CODES.length);
    expect(inAreas).to.have.members([...ERROR_CODES]);
    for (const code of ERROR_CODES) expect(code).to.match(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
  });

  for (const code of ERROR_CODES) {
    it(`${code} says in both languages what happened and what to do`, () => {
      const { title, next, ...rest } = errorEntry(code);
      expect(rest.code).to.equal(code);
      for (const { zh, en } of [title, next]) {
        expect(zh).to.match(CHINESE);
        expect(en)
          .to.match(/^[A-Z]/)
          .and.not.match(CHINESE);
      }
    });
  }

  it('tells its codes from other texts', () => {
    expect(isErrorCode('STALE')).to.equal(true);
    for (const other of ['', 'stale', 'toString', '__proto__', 'EXPIRED_MILK'])
      expect(isErrorCode(other)).to.equal(false);
  });
});

describe('errors that cross the ledger', () => {
  const error = new HanlianError('STALE', 'Revision 2 was expected, but it is 3 now: "}"', {
    field: 'expectedRevision',
    expected: 3,
    received: 2,
    position: undefined,
  });

  it('are canonical JSON of code, details and message', () => {
    expect(encodeError(error)).to.equal(
      '{"code":"STALE","details":{"expected":3,"field":"expectedRevision","received":2},' +
        '"message":"Revision 2 was expected, but it is 3 now: \\"}\\""}',
    );
  });

  const frames = [
    ['alone', '', ''],
    ["after a peer's words", 'chaincode response 500, ', ''],
    ['between words with braces and quotes', 'rpc {error} "x": ', '} {"code":"FORBIDDEN"} "'],
  ] as const;
  for (const [where, before, after] of frames) {
    it(`are found ${where}`, () => {
      const found = decodeError(before + encodeError(error) + after);
      expect(found).to.be.instanceOf(HanlianError);
      expect(found).to.include({ name: 'HanlianError', code: 'STALE', message: error.message });
      expect(found?.details).to.deep.equal({ field: 'expectedRevision', expected: 3, received: 2 });
    });
  }

  const foreign = [
    ['no error at all', 'chaincode response 500, Error: boom'],
    ['a code of another version', '{"code":"NEVER_HEARD_OF","details":{},"message":"x"}'],
    ['a code that is no text', '{"code":"","details":{},"message":"x"}'],
    ['text that is cut off', encodeError(error).slice(0, -1)],
    ['text cut inside a string', encodeError(error).slice(0, 20)],
    ['no message', '{"code":"STALE","details":{}}'],
    ['a message that is no text', '{"code":"STALE","details":{},"message":1}'],
    ['no details', '{"code":"STALE","message":"x"}'],
    ['details that are null', '{"code":"STALE","details":null,"message":"x"}'],
    ['details that are a list', '{"code":"STALE","details":[],"message":"x"}'],
    ['a key twice', '{"code":"STALE","code":"STALE","details":{},"message":"x"}'],
  ] as const;
  for (const [what, text] of foreign) {
    it(`are not seen in ${what}`, () => {
      expect(decodeError(text)).to.equal(undefined);
    });
  }

  it('keep their cause out of the text', () => {
    const withCause = new HanlianError('INTERNAL', 'x', {}, { cause: new Error('secret') });
    expect(withCause.cause).to.be.instanceOf(Error);
    expect(encodeError(withCause)).to.equal('{"code":"INTERNAL","details":{},"message":"x"}');
  });

  it('have no details unless given', () => {
    expect(new HanlianError('INTERNAL', 'x').details).to.deep.equal({});
  });
});
