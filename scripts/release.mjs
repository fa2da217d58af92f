// npm run release -- --key <Ed25519 private key, PEM> [--out <folder>]
// One signed archive that installs on a machine without registries: built output, production dependencies, the packaged
// Node, Fabric's programs where they are built, an SBOM and checksums. See docs/release.md.
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { prepare } from './lib/prepare.mjs';
import { path } from './lib/project.mjs';
import { script, UsageError } from './lib/process.mjs';
import { readSigningKey, release } from './lib/release.mjs';

await script(async () => {
  const { values } = parseArgs({ options: { key: { type: 'string' }, out: { type: 'string' } } });
  const key = readSigningKey(values.key);
  const { built } = await prepare();
  if (built.code !== 0) throw new UsageError(`The build failed:\n${built.output}`);
  const { archive, files, digest } = await release(resolve(values.out ?? path('dist')), key);
  console.log(`${archive}\n${files} files, SHA-256 ${digest}`);
  console.log(`Beside it: ${archive}.sha256, ${archive}.sig and the public key in ${archive}.pub`);
});
