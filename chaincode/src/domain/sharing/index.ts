export * from './consent.js';
export * from './statements.js';
