// A mocha reporter for long runs: a line per group as it ends, failures at once, a sign of life from slow tests.
// Each result is also written down the moment it is known, so that a crash cannot pass for success.
const { appendFileSync } = require('node:fs');
const { reporters } = require('mocha');

const slow = 5_000;
const signOfLife = 30_000;
const patience = 10_000;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

class StreamingReporter {
  #record;
  #group = { passed: 0, failed: 0, skipped: 0 };
  #running = { title: 'start-up', since: Date.now() };

  constructor(runner, options) {
    const { output, name } = options.reporterOptions;
    this.#record = (entry) => appendFileSync(output, `${JSON.stringify(entry)}\n`);
    this.name = name;

    runner.on('test', (test) => (this.#running = { title: test.fullTitle(), since: Date.now() }));
    runner.on('pass', (test) => this.#pass(test));
    runner.on('fail', (test, error) => this.#fail(test, error));
    runner.on('pending', (test) => this.#skip(test));
    runner.on('suite end', (suite) => suite.parent?.root && this.#endGroup(suite));
    runner.once('end', () => this.#end());
    setInterval(() => this.#showLife(), signOfLife).unref();
  }

  #pass(test) {
    this.#group.passed += 1;
    this.#record({ passed: test.fullTitle() });
    if (test.duration > slow) this.#print(`  ${test.fullTitle()}: ${seconds(test.duration)}`);
  }

  #fail(test, error) {
    this.#group.failed += 1;
    this.#record({ failed: test.fullTitle() });
    this.#print(`  FAILED ${test.fullTitle()}`);
    reporters.Base.list([Object.assign(test, { err: error })]);
  }

  #skip(test) {
    this.#group.skipped += 1;
    this.#record({ skipped: test.fullTitle() });
  }

  #endGroup(suite) {
    const { passed, failed, skipped } = this.#group;
    const counts = [`${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`];
    this.#print(`  ${suite.title}: ${counts.filter(Boolean).join(', ')}`);
    this.#group = { passed: 0, failed: 0, skipped: 0 };
  }

  #showLife() {
    const { title, since } = this.#running;
    this.#print(`  ... still in "${title}" (${seconds(Date.now() - since)})`);
  }

  #end() {
    this.#record({ end: true });
    setTimeout(() => {
      this.#record({ failed: `the tests left open: ${process.getActiveResourcesInfo().join(', ')}` });
      process.exit(1);
    }, patience).unref();
  }

  #print(line) {
    process.stdout.write(`${this.name.padEnd(12)}${line}\n`);
  }
}

module.exports = StreamingReporter;
