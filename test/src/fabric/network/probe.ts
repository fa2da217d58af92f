import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ChaincodeSpec } from '@hanlian/network';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@hanlian/conformance-chaincode/package.json'));

/** The conformance chaincode with a private collection of two of the three organisations. */
export const probe: ChaincodeSpec = {
  name: 'probe',
  folder,
  policy: "OutOf(2, 'BureauMSP.peer', 'BankMSP.peer', 'AuditorMSP.peer')",
  collections: [
    { name: 'pair', members: ['bureau', 'bank'], policy: "AND('BureauMSP.peer', 'BankMSP.peer')" },
  ],
};

/** A copy of it whose code can be changed. */
export function copyOfProbe(): ChaincodeSpec & { rewrite(change: (code: string) => string): void } {
  const copy = mkdtempSync(join(tmpdir(), 'hanlian-probe-'));
  for (const part of ['package.json', 'dist'])
    cpSync(join(folder, part), join(copy, part), { recursive: true });
  const shim = require.resolve('fabric-shim/package.json', { paths: [folder] });
  symlinkSync(dirname(dirname(shim)), join(copy, 'node_modules'));
  const main = join(copy, 'dist', 'index.js');
  return {
    ...probe,
    folder: copy,
    rewrite: (change) => writeFileSync(main, change(readFileSync(main, 'utf8'))),
  };
}
