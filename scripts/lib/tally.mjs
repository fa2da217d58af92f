/** Counts what passed, failed and was skipped, and remembers the names that need attention. */
export class Tally {
  passed = 0;
  /** @type {string[]} */
  failures = [];
  /** @type {string[]} */
  skips = [];

  /** @param {{ passed: number, failures: string[], skips: string[] }} other */
  add({ passed, failures, skips }) {
    this.passed += passed;
    this.failures.push(...failures);
    this.skips.push(...skips);
  }

  /**
   * @param {boolean} gate in a gate run a skip is a failure
   * @returns {number} the exit code to leave with; a run that checked nothing did not succeed
   */
  exitCode(gate) {
    const good = this.passed > 0 && this.failures.length === 0 && !(gate && this.skips.length > 0);
    return good ? 0 : 1;
  }

  /** The run's last line. */
  summary() {
    const skipped = this.skips.length > 0 ? `, ${this.skips.length} skipped` : '';
    return `${this.passed} passed, ${this.failures.length} failed${skipped}`;
  }

  /** The names behind the summary, for people. */
  details() {
    return [
      ...this.failures.map((name) => `  failed: ${name}`),
      ...this.skips.map((name) => `  skipped: ${name}`),
    ];
  }
}

/** The tally of one check that either holds or not. */
export const verdict = (name, holds) => ({ passed: holds ? 1 : 0, failures: holds ? [] : [name], skips: [] });

/** The tally of one check that could not run here. */
export const skipped = (name, reason) => ({ passed: 0, failures: [], skips: [`${name} (${reason})`] });
