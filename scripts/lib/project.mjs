import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = resolve(fileURLToPath(import.meta.url), '../../..');

/**
 * @param {...string} parts
 * @returns {string} an absolute path inside the repository
 */
export const path = (...parts) => join(root, ...parts);

/** Whether this run is a gate: then nothing may be skipped. */
export const inCI = process.env.CI === 'true';
