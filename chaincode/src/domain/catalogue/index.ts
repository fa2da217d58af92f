export { requireDemand, requireNegative, requireResource, requireResponsibility } from './admission.js';
export { INCONSISTENCIES, inconsistenciesOf, standingOf } from './consistency.js';
export type { InCharge, Lists, StandingLists } from './consistency.js';
export { coverageOf } from './coverage.js';
export { differencesOf } from './differences.js';
export { fieldsBeyond, keepsBack, keptBackBy, namesBeyond } from './kept-back.js';
export { keyOfEntry, recordDigest, recordsRoot, referenceOf } from './reference.js';
