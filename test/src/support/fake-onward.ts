import { HanlianError, type OnwardRecords, type SignedOnward } from '@hanlian/chaincode/domain';
import { onwardConfirmationExample } from '@hanlian/gateway/endpoints/onward/examples';
import type { Services } from '@hanlian/gateway/services/types';
import { later, RANDOM } from './fake-parts.js';

const { record, signature } = onwardConfirmationExample.receipt;
const RECEIPT: SignedOnward = {
  record: { ...record, queries: [...record.queries], fields: [...record.fields] },
  signature,
};

/** An operator that handed one product on, under its one known id. */
export const fakeOnward = (): Services['onward'] => {
  const records: OnwardRecords = { standing: 'handedOn', receipt: RECEIPT };
  return {
    handOn: () => later(() => records),
    get: (_caller, id) =>
      later(() => {
        if (id !== RANDOM) throw new HanlianError('ONWARD_UNKNOWN', 'No product was handed on under that id');
        return records;
      }),
    confirm: () => later(() => records),
    hear: ({ receipt }) => later(() => ({ onward: receipt.record.id })),
  };
};
