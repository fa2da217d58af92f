import { expect } from 'chai';
import { load, type Counts } from './scripts.js';

interface Tally {
  add(counts: Counts): void;
  exitCode(gate: boolean): number;
  summary(): string;
}

describe('tooling: tally', () => {
  let Tally: new () => Tally;
  before(async () => ({ Tally } = await load<{ Tally: new () => Tally }>('tally')));

  const sum = (...counts: Partial<Counts>[]): Tally => {
    const tally = new Tally();
    for (const one of counts) tally.add({ passed: 0, failures: [], skips: [], ...one });
    return tally;
  };

  it('sums into one line, which names skips only if there are any', () => {
    expect(sum({ passed: 3 }, { passed: 4, failures: ['x'] }).summary()).to.equal('7 passed, 1 failed');
    expect(sum({ passed: 3, skips: ['y', 'z'] }).summary()).to.equal('3 passed, 0 failed, 2 skipped');
  });

  it('fails the run for one failure', () => {
    expect(sum({ passed: 9 }).exitCode(false)).to.equal(0);
    expect(sum({ passed: 9, failures: ['x'] }).exitCode(false)).to.equal(1);
  });

  it('forgives a skip on a desk and not in a gate', () => {
    expect(sum({ passed: 9, skips: ['x'] }).exitCode(false)).to.equal(0);
    expect(sum({ passed: 9, skips: ['x'] }).exitCode(true)).to.equal(1);
  });

  it('does not take an empty run for success', () => {
    expect(sum().exitCode(false)).to.equal(1);
  });
});
