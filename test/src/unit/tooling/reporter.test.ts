import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { load, type Counts } from './scripts.js';

interface Suites {
  readRecord: (name: string, record: string, code: number) => Counts;
}

describe('tooling: reporter', () => {
  let readRecord: Suites['readRecord'];
  let folder: string;
  before(async () => ({ readRecord } = await load<Suites>('suites')));
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hanlian-reporter-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs mocha on a test file, as npm test does, and reads the record its reporter kept. */
  function results(source: string): Counts & { output: string } {
    const [test, record] = [join(folder, 'some.test.cjs'), join(folder, 'record')];
    writeFileSync(test, source);
    const options = [
      '--reporter',
      'scripts/lib/reporter.cjs',
      '--reporter-option',
      `output=${record},name=some`,
    ];
    const { status, stdout } = spawnSync(process.execPath, [
      'node_modules/mocha/bin/mocha.js',
      test,
      ...options,
    ]);
    const text = existsSync(record) ? readFileSync(record, 'utf8') : '';
    return { ...readRecord('some', text, status ?? 137), output: stdout.toString() };
  }

  it('records each result and shows a failure with its reason', () => {
    const { output, ...counts } = results(`describe('group', () => {
      it('passes', () => undefined);
      it('fails', () => { throw new Error('the reason'); });
      it('waits');
    });`);
    expect(counts).to.deep.equal({
      passed: 1,
      failures: ['some: group fails'],
      skips: ['some: group waits'],
    });
    expect(output).to.include('the reason').and.to.include('group: 1 passed, 1 failed, 1 skipped');
  });

  it('counts a failing hook as a failure', () => {
    const { failures } = results(`describe('group', () => {
      before(() => { throw new Error('no'); });
      it('never runs', () => undefined);
    });`);
    expect(failures).to.have.length(1);
  });

  it('does not take a process that ends in the middle for success, whatever its exit code', () => {
    const { passed, failures } = results(`
      it('passes', () => undefined);
      it('leaves', () => process.exit(0));
      it('is never reached', () => undefined);`);
    expect(passed).to.equal(1);
    expect(failures).to.deep.equal(['some: mocha stopped before its end (exit code 0)']);
  });

  it('reports a file that does not load', () => {
    expect(results('this is not JavaScript').failures).to.have.length(1);
  });
});
