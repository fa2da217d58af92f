export * from './chain.js';
export * from './mask.js';
