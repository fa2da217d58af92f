import { quicken, type ShimLoader } from '@hanlian/chaincode/dispatch';
import { expect } from 'chai';

type Log = { debug: (line: string) => void };

/** What fabric-shim gives, counting what it is made to do. */
function shim(): { load: ShimLoader; lines: string[]; parsed: string[]; compiled: object[] } {
  const lines: string[] = [];
  const parsed: string[] = [];
  const compiled: object[] = [];
  const logs = (): object => {
    const loggers = new Map<string, Log>();
    const make = (name: string): Log => {
      const log = { debug: (line: string): void => void lines.push(line) };
      loggers.set(name, log);
      return log;
    };
    return { getLogger: (name: string) => loggers.get(name) ?? make(name) };
  };
  class Dispatcher {
    _dataMarshall(): object {
      return { ajv: { compile: (schema: object) => (compiled.push(schema), { validates: schema }) } };
    }
  }
  const modules: Record<string, unknown> = {
    './lib/logger.js': logs(),
    'fabric-contract-api/lib/logger.js': logs(),
    '@fidm/x509': { Certificate: { fromPEM: (pem: string) => (parsed.push(pem), { pem }) } },
    './lib/contract-spi/chaincodefromcontract.js': Dispatcher,
  };
  return { load: (module) => modules[module], lines, parsed, compiled };
}

describe('fabric-shim, made quick', () => {
  const level = process.env['CORE_CHAINCODE_LOGGING_LEVEL'];
  const setLevel = (value?: string): void => {
    if (value === undefined) delete process.env['CORE_CHAINCODE_LOGGING_LEVEL'];
    else process.env['CORE_CHAINCODE_LOGGING_LEVEL'] = value;
  };

  afterEach(() => setLevel(level));

  const logOf = ({ load }: ReturnType<typeof shim>): Log =>
    (load('./lib/logger.js') as { getLogger: (name: string) => Log }).getLogger('lib/handler.js');

  it('formats no line that is not printed', () => {
    const quick = shim();
    setLevel('WARNING');
    quicken(quick.load);
    logOf(quick).debug('read by nobody');
    expect(quick.lines).to.deep.equal([]);
  });

  it('prints them all to whoever asks for them', () => {
    const quick = shim();
    setLevel('debug');
    quicken(quick.load);
    logOf(quick).debug('wanted');
    expect(quick.lines).to.deep.equal(['wanted']);
    setLevel();
    quicken(quick.load);
    logOf(quick).debug('not wanted');
    expect(quick.lines).to.deep.equal(['wanted']);
  });

  it("parses each creator's certificate once, and forgets it before memory fills", () => {
    const quick = shim();
    quicken(quick.load);
    const { Certificate } = quick.load('@fidm/x509') as {
      Certificate: { fromPEM: (pem: string) => unknown };
    };
    expect(Certificate.fromPEM('mine')).to.equal(Certificate.fromPEM('mine'));
    expect(quick.parsed).to.deep.equal(['mine']);
    for (let n = 0; n < 4096; n += 1) Certificate.fromPEM(`other ${n}`);
    expect(Certificate.fromPEM('mine')).to.deep.equal({ pem: 'mine' });
    expect(quick.parsed.filter((pem) => pem === 'mine')).to.have.length(2);
  });

  it("compiles each parameter's schema once, though each call wraps it anew", () => {
    const quick = shim();
    quicken(quick.load);
    const Dispatcher = quick.load('./lib/contract-spi/chaincodefromcontract.js') as new () => {
      _dataMarshall: (serializer: string) => { ajv: { compile: (schema: object) => object } };
    };
    const { ajv } = new Dispatcher()._dataMarshall('jsonSerializer');
    const [text, number] = [{ type: 'string' }, { type: 'number' }];
    const first = ajv.compile({ properties: { prop: text } });
    expect(ajv.compile({ properties: { prop: text } })).to.equal(first);
    expect(ajv.compile({ properties: { prop: number } })).not.to.equal(first);
    expect(quick.compiled).to.have.length(2);
  });
});
