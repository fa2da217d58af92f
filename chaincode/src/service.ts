import { createRequire } from 'node:module';
import { quicken } from './dispatch.js';

export { contracts } from './index.js';

// What fabric-chaincode-node serves: the contracts, behind the shim this folder depends on.
quicken(createRequire(require.resolve('fabric-shim/package.json')));
