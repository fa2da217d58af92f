export { entryLeaves, entryRoots } from './body.js';
export type { EntryReference } from './body.js';
export { CATEGORIES, ENTRY_STATES, SECTORS, SEVERITIES } from './categories.js';
export type { CategoryTraits } from './categories.js';
export { chainAfter, chainOver, chainStart, emptyChain, entryIdOf, entryLink, extendChain } from './chain.js';
export type { Chain, EntryIdentity } from './chain.js';
export { isLegacySubject, requireSubject } from './subject.js';
