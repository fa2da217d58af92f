import { writeSync } from 'node:fs';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { LogStore } from '@hanlian/gateway/log/log-store';
import { growTo, SIZES, type Reached } from './growing.js';

const STDOUT = 1;

/** Appends to the log in the folder named on the command line, and says each size once it may be told. */
const store = await LogStore.open(process.argv[2] ?? '', nodeHashes);
for (const size of SIZES) {
  const reached: Reached = await growTo(store, size);
  writeSync(STDOUT, `${JSON.stringify(reached)}\n`);
}
