import type { Findings } from '@hanlian/gateway/vitals/conditions';

/** A hub with nothing to complain of. */
export const FOUND: Findings = {
  ledgerAnswers: true,
  height: 2,
  projected: 2,
  projectionFails: false,
  quarantined: [],
  log: { size: 5, forks: 0, fails: false, witnesses: { silent: 0, contradicting: 0 } },
  stampsWaiting: 3,
  statusListsFailing: 0,
  sharingFailing: 0,
  outbox: 1,
  feedBehind: 0,
  deadLetters: 0,
  webhookLag: 0,
  diskFree: 50 * 1024 ** 3,
};
