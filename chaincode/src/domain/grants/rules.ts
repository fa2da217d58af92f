import { canonicalize } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { VisibilityTerm } from '../schemas/grants.js';

const malformed = (message: string, field: string): HanlianError =>
  new HanlianError('RULES_MALFORMED', message, { field });

/** @throws {HanlianError} RULES_MALFORMED, RULES_OVERLAP */
export function requireVisibilityTerms(terms: readonly VisibilityTerm[]): void {
  const seen = new Set<string>();
  terms.forEach(({ when, class: shown, days }, i) => {
    const field = `body.visibility[${i}]`;
    if ((shown === 'delayed') !== (days !== undefined)) {
      throw malformed('Days belong to what is delayed, and to nothing else', `${field}.days`);
    }
    const condition = canonicalize(when);
    if (seen.has(condition)) {
      throw new HanlianError('RULES_OVERLAP', 'Two terms are about the same grants', {
        field: `${field}.when`,
      });
    }
    seen.add(condition);
  });
  const last = terms.at(-1) as VisibilityTerm;
  if (Object.keys(last.when).length > 0) {
    throw malformed('The last term must be about all grants', `body.visibility[${terms.length - 1}].when`);
  }
}
