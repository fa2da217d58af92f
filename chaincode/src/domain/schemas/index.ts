export * from './common.js';
export * from './event.js';
export * from './license.js';
export * from './log.js';
export * from './registry.js';
export * from './state-proof.js';
export * from './status-list.js';
