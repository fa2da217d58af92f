import { issueRun } from './issue.js';

/** Certificates that existed before the hub, with their asserted past. */
export const importStock = issueRun('license:importStock', 'import');
