/**
 * fabric-shim's dispatcher spends more on a call than a contract of ours does: it formats log lines nobody reads, parses
 * the creator's certificate anew, and compiles the same schema for every argument. This takes that off, and nothing else:
 * what contracts see and answer stays the same.
 */

interface Logger {
  debug: () => void;
}

interface Logs {
  getLogger: (name: string) => Logger;
}

interface DataMarshall {
  ajv: { compile: (schema: object) => unknown };
}

interface Dispatcher {
  prototype: { _dataMarshall: (serializer: string) => DataMarshall };
}

/** Loads a module as fabric-shim itself would: its own files by `./lib/…`, what it depends on by name. */
export type ShimLoader = (module: string) => unknown;

const SHIM_LOGGERS = [
  'contracts-spi/chaincodefromcontract.js',
  'contracts-spi/datamarshall.js',
  'lib/chaincode.js',
  'lib/handler.js',
  'lib/iterators.js',
  'lib/stub.js',
];
const API_LOGGERS = ['./lib/jsontransactionserializer.js', './lib/contract.js'];
const CACHED_CERTIFICATES = 4096;

/** Makes fabric-shim's dispatcher quick in this process; to be called before chaincode is served. */
export function quicken(load: ShimLoader): void {
  quieten(load('./lib/logger.js') as Logs, SHIM_LOGGERS);
  quieten(load('fabric-contract-api/lib/logger.js') as Logs, API_LOGGERS);
  memoiseCertificates(load('@fidm/x509') as { Certificate: { fromPEM: (pem: string) => unknown } });
  memoiseSchemas(load('./lib/contract-spi/chaincodefromcontract.js') as Dispatcher);
}

// A line that is not to be printed is formatted all the same, several for each message between peer and chaincode.
function quieten(logs: Logs, names: readonly string[]): void {
  if (process.env['CORE_CHAINCODE_LOGGING_LEVEL']?.toUpperCase() === 'DEBUG') return;
  for (const name of names) logs.getLogger(name).debug = () => undefined;
}

function memoiseCertificates({ Certificate }: { Certificate: { fromPEM: (pem: string) => unknown } }): void {
  const parse = Certificate.fromPEM.bind(Certificate);
  const parsed = new Map<string, unknown>();
  Certificate.fromPEM = (pem) => {
    const known = parsed.get(pem);
    if (known !== undefined) return known;
    const certificate = parse(pem);
    if (parsed.size >= CACHED_CERTIFICATES) parsed.clear();
    parsed.set(pem, certificate);
    return certificate;
  };
}

// Each call wraps the same parameter's schema in a new object, which is compiled by its text.
function memoiseSchemas({ prototype }: Dispatcher): void {
  const make = prototype._dataMarshall;
  prototype._dataMarshall = function (serializer) {
    const marshall = make.call(this, serializer);
    const compile = marshall.ajv.compile.bind(marshall.ajv);
    const compiled = new Map<unknown, unknown>();
    marshall.ajv.compile = (schema) => {
      const { prop } = (schema as { properties: { prop: unknown } }).properties;
      const known = compiled.get(prop);
      if (known !== undefined) return known;
      const validator = compile(schema);
      compiled.set(prop, validator);
      return validator;
    };
    return marshall;
  };
}
