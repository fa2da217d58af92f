import { createRequire } from 'node:module';
import type { ContractClass } from './options.js';
import { requireShim, shimRequire } from './shim.js';
import type { Response, Stub } from './stub.js';

interface Dispatcher {
  Invoke(stub: unknown): Promise<Response>;
}

interface Logger {
  debug: () => void;
  error: () => void;
  exceptions: { unhandle: () => void };
}

interface Logs {
  getLogger: (name: string) => Logger;
}

interface DataMarshall {
  ajv: { compile: (schema: object) => unknown };
}

type DispatcherClass = new (
  contracts: ContractClass[],
  serializers: object,
) => Dispatcher & {
  contractImplementations: Record<string, { dataMarshall: DataMarshall }>;
};

const require = createRequire(import.meta.url);
// The shim's own dispatcher, so that arguments, contexts and answers are handled here exactly as behind a peer.
const ChaincodeFromContract = requireShim('./lib/contract-spi/chaincodefromcontract.js') as DispatcherClass;
const { JSONSerializer } = require('fabric-contract-api') as { JSONSerializer: unknown };

const shimLogs = requireShim('./lib/logger.js') as Logs;
const apiLogs = require('fabric-contract-api/lib/logger.js') as Logs;

quieten();
letErrorsCrash();
memoiseCertificates();

/** One chaincode: its contract classes behind fabric-shim's dispatcher. */
export class Chaincode {
  readonly #dispatcher: Dispatcher;

  constructor(contracts: readonly ContractClass[]) {
    const dispatcher = new ChaincodeFromContract([...contracts], {
      transaction: 'jsonSerializer',
      serializers: { jsonSerializer: JSONSerializer },
    });
    for (const { dataMarshall } of Object.values(dispatcher.contractImplementations))
      memoiseCompile(dataMarshall);
    this.#dispatcher = dispatcher;
  }

  invoke(stub: Stub): Promise<Response> {
    return this.#dispatcher.Invoke(stub);
  }
}

// A disabled winston call costs 3.5 µs and several are made each time; a contract's refusal would also print a line,
// and it is returned to the caller anyway.
function quieten(): void {
  const loggers = [
    shimLogs.getLogger('contracts-spi/chaincodefromcontract.js'),
    shimLogs.getLogger('contracts-spi/datamarshall.js'),
    shimLogs.getLogger('lib/chaincode.js'),
    apiLogs.getLogger('./lib/jsontransactionserializer.js'),
    apiLogs.getLogger('./lib/contract.js'),
  ];
  for (const logger of loggers) {
    logger.debug = () => undefined;
    logger.error = () => undefined;
  }
}

// Both packages log uncaught exceptions and unhandled rejections instead of letting the process end. In a chaincode's
// own process that may do; a hub that goes on after an error nobody expected could acknowledge what is not so.
function letErrorsCrash(): void {
  for (const logs of [shimLogs, apiLogs]) logs.getLogger('_').exceptions.unhandle();
  for (const listener of process.listeners('unhandledRejection')) {
    if (listener.name === 'loggerUnhandledRejectionFn') process.off('unhandledRejection', listener);
  }
}

const CACHED_CERTIFICATES = 4096;

// ClientIdentity parses the creator's certificate on every call: a quarter of a plain transaction's time.
function memoiseCertificates(): void {
  const { Certificate } = shimRequire('@fidm/x509') as { Certificate: { fromPEM: (pem: string) => unknown } };
  const parse = Certificate.fromPEM.bind(Certificate);
  const parsed = new Map<string, unknown>();
  Certificate.fromPEM = (pem) => {
    const known = parsed.get(pem);
    if (known) return known;
    const certificate = parse(pem);
    if (parsed.size >= CACHED_CERTIFICATES) parsed.clear();
    parsed.set(pem, certificate);
    return certificate;
  };
}

// The marshaller builds and compiles the same schema for each parameter of each call; `components` never changes.
function memoiseCompile(marshall: DataMarshall): void {
  const compile = marshall.ajv.compile.bind(marshall.ajv);
  const compiled = new Map<unknown, unknown>();
  marshall.ajv.compile = (schema) => {
    const { prop } = (schema as { properties: { prop: unknown } }).properties;
    const known = compiled.get(prop);
    if (known) return known;
    const validator = compile(schema);
    compiled.set(prop, validator);
    return validator;
  };
}
