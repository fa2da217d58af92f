import type { Callers } from '../callers/callers.js';
import type { Projector } from '../readmodel/projector.js';
import { auditService } from './audit.js';
import { healthService } from './health.js';
import { act } from './licenses/act.js';
import { documentOf } from './licenses/document.js';
import { importStock, issue, transferIn } from './licenses/issue.js';
import { listLicenses } from './licenses/list.js';
import type { LicenseParts } from './licenses/parts.js';
import { getLicense, historyOf, stateOfLicense } from './licenses/read.js';
import { registryService } from './registry.js';
import type { Services } from './types.js';
import { verificationService } from './verifications.js';

/** A hub's services, as the HTTP layer calls them. */
export const servicesOf = (
  parts: LicenseParts,
  { callers, projector }: { callers: Callers; projector: Projector },
): Services => ({
  licenses: {
    issue: (caller, input, once) => issue(parts, { caller }, input, once),
    importStock: (caller, input, once) => importStock(parts, { caller }, input, once),
    transferIn: (caller, input, once) => transferIn(parts, { caller }, input, once),
    act: (caller, operation, id, body, once) => act(parts, { caller }, { operation, id, body }, once),
    get: (_caller, id) => getLicense(parts, id),
    list: (_caller, query) => listLicenses(parts, query),
    document: (caller, id) => documentOf(parts, caller, id),
    history: (_caller, id) => historyOf(parts, id),
    state: (_caller, id, at) => stateOfLicense(parts, id, at),
  },
  verifications: verificationService(parts),
  registry: registryService(parts),
  audit: auditService(parts),
  ledger: {
    block: (number) => parts.ledger.block(number),
    transaction: (id) => parts.ledger.transaction(id),
    height: () => parts.ledger.height(),
  },
  callers: { authenticate: (bearer) => callers.authenticate(bearer) },
  health: healthService(parts, projector),
});
