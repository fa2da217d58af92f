import type { Endpoint } from '../../http/endpoint.js';
import { check as checkDownload } from '../open-data/check.js';
import { list as listOpenVersions } from '../open-data/list.js';
import { publish as publishOpenVersion } from '../open-data/publish.js';
import { checkFile } from './check-file.js';
import { consistency } from './consistency.js';
import { exportFile } from './export-file.js';
import { get } from './get.js';
import { list } from './list.js';
import { putDemands } from './put-demands.js';
import { putNegatives } from './put-negatives.js';
import { putResources } from './put-resources.js';
import { putResponsibilities } from './put-responsibilities.js';
import { retire } from './retire.js';
import { writeFile } from './write-file.js';

/** The catalogue of shared resources, its three lists, and what of it is open to the public. */
export const catalogueEndpoints: readonly Endpoint[] = [
  list,
  get,
  putResources,
  putResponsibilities,
  putDemands,
  putNegatives,
  retire,
  consistency,
  exportFile,
  checkFile,
  writeFile,
  listOpenVersions,
  publishOpenVersion,
  checkDownload,
];
