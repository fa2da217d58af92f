import { contracts } from '@hanlian/chaincode';
import { ORGANISATIONS } from '../organisations.js';
import { CHAINCODE } from '../places.js';
import type { ChaincodeOptions } from '../ledger/embedded/index.js';

const { bank, bureau } = ORGANISATIONS;
const LENDERS_AND_BUREAU = {
  members: [bank.mspId, bureau.mspId],
  endorsementPolicy: `AND('${bank.mspId}.peer', '${bureau.mspId}.peer')`,
};

/** The product's chaincode on the embedded ledger, defined as `network/topology.json` defines it on Fabric's. */
export const productChaincode: ChaincodeOptions = {
  name: CHAINCODE,
  contracts,
  policy: "OutOf(2, 'BureauMSP.peer', 'BankMSP.peer', 'AuditorMSP.peer')",
  collections: [
    { name: 'lending', ...LENDERS_AND_BUREAU },
    { name: 'reports', ...LENDERS_AND_BUREAU },
  ],
};
