export * from './consent.js';
export * from './signer.js';
export * from './statements.js';
