import { LicenseContract } from './contracts/license/contract.js';
import { RegistryContract } from './contracts/registry/contract.js';

export { LicenseContract, RegistryContract };

/** What fabric-chaincode-node serves. */
export const contracts = [RegistryContract, LicenseContract];
