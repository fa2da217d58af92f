export * from './chain.js';
export * from './mask.js';
export * from './own.js';
