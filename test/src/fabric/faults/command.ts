import { parseArgs } from 'node:util';
import { Client } from '../client.js';
import { startProbeNetwork } from '../probe-network.js';
import { Load } from './load.js';
import { FAULTS, strike } from './strike.js';

/** Every fault so many times, under load, on a network of its own: `npm run faults:fabric -- --rounds 50`. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is a whole number from 1 on');

const network = await startProbeNetwork();
try {
  const load = await Load.start(network);
  const recoveries = new Map<string, number[]>(FAULTS.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const fault of FAULTS) recoveries.get(fault.name)?.push(await strike(network, load, fault));
    console.log(`round ${round} of ${rounds}:`, load.tally);
  }
  await load.stop();
  const { ledger } = await Client.open(network, 'auditor');
  const violations = await load.violations(ledger);
  await ledger.close();
  for (const [name, times] of recoveries) {
    const sorted = times.sort((left, right) => left - right);
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    console.log(`${name}: ${sorted.length} times, recovered in ms: median ${at(0.5)}, worst ${at(1)}`);
  }
  console.log(violations.length === 0 ? 'Nothing lost, nothing twice.' : violations.join('\n'));
  process.exitCode = violations.length === 0 ? 0 : 1;
} finally {
  await network.stop({ clean: true });
}
