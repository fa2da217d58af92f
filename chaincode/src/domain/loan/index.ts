export * from './admission.js';
export * from './book.js';
export * from './lifecycle.js';
export * from './money.js';
export * from './nullifier.js';
export * from './reconciliation.js';
export * from './subsidy.js';
export * from './tranche.js';
