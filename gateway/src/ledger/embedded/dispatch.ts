import { createRequire } from 'node:module';
import { quicken } from '@hanlian/chaincode/dispatch';
import type { ContractClass } from './options.js';
import { requireShim } from './shim.js';
import type { Response, Stub } from './stub.js';

interface Dispatcher {
  Invoke(stub: unknown): Promise<Response>;
}

interface Logger {
  error: () => void;
  exceptions: { unhandle: () => void };
}

interface Logs {
  getLogger: (name: string) => Logger;
}

type DispatcherClass = new (contracts: ContractClass[], serializers: object) => Dispatcher;

const require = createRequire(import.meta.url);
// The shim's own dispatcher, so that arguments, contexts and answers are handled here exactly as behind a peer.
const ChaincodeFromContract = requireShim('./lib/contract-spi/chaincodefromcontract.js') as DispatcherClass;
const { JSONSerializer } = require('fabric-contract-api') as { JSONSerializer: unknown };

const shimLogs = requireShim('./lib/logger.js') as Logs;
const apiLogs = require('fabric-contract-api/lib/logger.js') as Logs;

quieten();
letErrorsCrash();
quicken(requireShim);

/** One chaincode: its contract classes behind fabric-shim's dispatcher. */
export class Chaincode {
  readonly #dispatcher: Dispatcher;

  constructor(contracts: readonly ContractClass[]) {
    this.#dispatcher = new ChaincodeFromContract([...contracts], {
      transaction: 'jsonSerializer',
      serializers: { jsonSerializer: JSONSerializer },
    });
  }

  invoke(stub: Stub): Promise<Response> {
    return this.#dispatcher.Invoke(stub);
  }
}

// A contract's refusal would print a line, and it is returned to the caller anyway.
function quieten(): void {
  const loggers = [
    shimLogs.getLogger('contracts-spi/chaincodefromcontract.js'),
    shimLogs.getLogger('contracts-spi/datamarshall.js'),
    shimLogs.getLogger('lib/chaincode.js'),
    apiLogs.getLogger('./lib/jsontransactionserializer.js'),
    apiLogs.getLogger('./lib/contract.js'),
  ];
  for (const logger of loggers) logger.error = () => undefined;
}

// Both packages log uncaught exceptions and unhandled rejections instead of letting the process end. In a chaincode's
// own process that may do; a hub that goes on after an error nobody expected could acknowledge what is not so.
function letErrorsCrash(): void {
  for (const logs of [shimLogs, apiLogs]) logs.getLogger('_').exceptions.unhandle();
  for (const listener of process.listeners('unhandledRejection')) {
    if (listener.name === 'loggerUnhandledRejectionFn') process.off('unhandledRejection', listener);
  }
}
