import { type ConsistencyReport } from '@hanlian/chaincode/domain';
import { readMoment } from '../moments.js';
import type { Services } from '../types.js';
import { exportEntries } from './files/export.js';
import { checkFile, writeFile } from './files/files.js';
import { checkDownload, openVersions, publishOpenVersion } from './open-data.js';
import type { CatalogueParts } from './parts.js';
import { getEntry, listEntries } from './read.js';
import { putEntries, retireEntries } from './write.js';

/** The catalogue of shared resources and its three lists, as departments ask for them. */
export const catalogueService = (parts: CatalogueParts): Services['catalogue'] => ({
  get: (_caller, place) => getEntry(parts, place),
  list: (_caller, list, query) => listEntries(parts, list, query),
  put: (caller, list, input, once) => putEntries(parts, caller, list, input, once),
  retire: (caller, input, once) => retireEntries(parts, caller, input, once),
  consistency: (_caller, { at, ...query }) =>
    parts.readLedger<ConsistencyReport>('catalogue:consistency', {
      ...query,
      ...(at !== undefined && { at: readMoment(at, 'end', 'at') }),
    }),
  check: (caller, list, query, file) => checkFile(parts, caller, list, query, file),
  write: (caller, list, sent, once) => writeFile(parts, caller, list, sent, once),
  export: (_caller, list, query) => exportEntries(parts, list, query),
  openVersions: (resource, query) => openVersions(parts, resource, query),
  publish: (caller, resource, input, once) => publishOpenVersion(parts, caller, resource, input, once),
  checkDownload: (resource, file) => checkDownload(parts, resource, file),
});
