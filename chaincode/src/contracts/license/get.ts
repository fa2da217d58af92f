import type { LicenseView } from '../../domain/index.js';
import { schemas } from '../../domain/index.js';
import { read } from '../operation.js';
import { currentVersion, licenseRecordOf, transitionsOf } from './records.js';

/** A license's record and every transition; the current version when none is named. */
export const get = read('license:get', schemas.getLicense, async ({ state }, request) => {
  const { type, issuer, serial } = request;
  const current = await currentVersion(state, request);
  const reference = { type, issuer, serial, version: request.version ?? current };
  const record = await licenseRecordOf(state, reference);
  const transitions = [...(await transitionsOf(state, reference, record))];
  return { v: 1, ...reference, current, revision: record.r ?? 0, record, transitions } satisfies LicenseView;
});
