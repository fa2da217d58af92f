import type { RecordAnswer } from '@hanlian/chaincode/domain';
import type { City } from './city.js';

/** What the registry answers for a record. */
export const registered = async <T>(here: City, record: object): Promise<T> =>
  (await here.read<RecordAnswer>('registry:get', { record })).record as T;
