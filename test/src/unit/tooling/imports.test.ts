import { expect } from 'chai';
import { load } from './scripts.js';

interface Imports {
  cycles(graph: Map<string, string[]>): string[][];
  wrongDirections(graph: Map<string, string[]>): string[];
  resolveImport(importer: string, specifier: string): string;
}

describe('tooling: imports', () => {
  let imports: Imports;
  before(async () => (imports = await load<Imports>('imports')));

  it('finds a cycle through several files, once', () => {
    const graph = new Map([
      ['a', ['b', 'zod']],
      ['b', ['c']],
      ['c', ['b']],
      ['d', ['c']],
    ]);
    expect(imports.cycles(graph)).to.deep.equal([['b', 'c', 'b']]);
  });

  it('takes a diamond for what it is: no cycle', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
      ['d', []],
    ]);
    expect(imports.cycles(graph)).to.deep.equal([]);
  });

  const refused: [from: string, to: string][] = [
    ['chaincode/src/domain/x.ts', 'node:crypto'],
    ['chaincode/src/domain/x.ts', 'fabric-contract-api'],
    ['chaincode/src/domain/x.ts', 'chaincode/src/contracts/y.ts'],
    ['certificates/src/x.ts', 'chaincode/src/contracts/y.ts'],
    ['certificates/src/x.ts', 'gateway/src/index.ts'],
    ['network/src/x.ts', 'gateway/src/index.ts'],
    ['gateway/src/x.ts', 'network/src/index.ts'],
    ['gateway/src/x.ts', 'test/src/support/y.ts'],
  ];
  for (const [from, to] of refused) {
    it(`refuses ${from} -> ${to}`, () => {
      expect(imports.wrongDirections(new Map([[from, [to]]]))).to.deep.equal([
        `${from} must not import ${to}`,
      ]);
    });
  }

  it('accepts the direction of the layers', () => {
    const graph = new Map([
      ['chaincode/src/domain/x.ts', ['chaincode/src/domain/y.ts', 'zod']],
      ['chaincode/src/contracts/x.ts', ['chaincode/src/domain/y.ts', 'fabric-contract-api']],
      ['gateway/src/x.ts', ['certificates/src/index.ts', 'node:fs', 'chaincode/src/index.ts']],
      ['test/src/x.ts', ['gateway/src/index.ts', 'network/src/index.ts']],
    ]);
    expect(imports.wrongDirections(graph)).to.deep.equal([]);
  });

  it('follows a package name into the repository', () => {
    expect(imports.resolveImport('gateway/src/a/b.ts', '../c.js')).to.equal('gateway/src/c.ts');
    expect(imports.resolveImport('test/src/x.ts', '@hanlian/gateway/ledger/port')).to.equal(
      'gateway/src/ledger/port.ts',
    );
    expect(imports.resolveImport('certificates/src/x.ts', '@hanlian/chaincode')).to.equal(
      'chaincode/src/index.ts',
    );
  });
});
