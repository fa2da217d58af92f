import { expect } from 'chai';
import { load, type Counts } from './scripts.js';

interface Suites {
  readRecord: (name: string, record: string, code: number) => Counts;
}

const lines = (...entries: object[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('tooling: results of a suite', () => {
  let readRecord: Suites['readRecord'];
  before(async () => ({ readRecord } = await load<Suites>('suites')));

  it('counts what passed, failed and was skipped, with names', () => {
    const record = lines({ passed: 'a' }, { failed: 'b' }, { skipped: 'c' }, { passed: 'd' }, { end: true });
    expect(readRecord('unit', record, 1)).to.deep.equal({
      passed: 2,
      failures: ['unit: b'],
      skips: ['unit: c'],
    });
  });

  it('fails a suite whose process died before its end, though all tests so far passed', () => {
    const { passed, failures } = readRecord('unit', `${lines({ passed: 'a' })}{"pass`, 137);
    expect(passed).to.equal(1);
    expect(failures).to.deep.equal(['unit: mocha stopped before its end (exit code 137)']);
  });

  it('fails a suite that never started', () => {
    expect(readRecord('unit', '', 127).failures).to.have.length(1);
  });

  it('fails a suite that ended well but left with an error code', () => {
    const { failures } = readRecord('unit', lines({ passed: 'a' }, { end: true }), 7);
    expect(failures).to.deep.equal(['unit: mocha left with exit code 7']);
  });
});
