// Prints chaincode/metadata.json: the contracts and their transactions as fabric-shim reads them off the decorators,
// which is what a peer's clients are told. A transaction gone, renamed or newly open shows in its difference.
import { createRequire } from 'node:module';
import { format } from 'prettier';

// The decorators announce themselves on standard output otherwise.
process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'WARNING';
const require = createRequire(import.meta.url);
const { contracts } = require('@hanlian/chaincode');
const { JSONSerializer } = require('fabric-contract-api');
const ChaincodeFromContract = require('fabric-shim/lib/contract-spi/chaincodefromcontract.js');

const { metadata } = new ChaincodeFromContract([...contracts], {
  transaction: 'jsonSerializer',
  serializers: { jsonSerializer: JSONSerializer },
});
process.stdout.write(await format(JSON.stringify(metadata), { parser: 'json', printWidth: 110 }));
