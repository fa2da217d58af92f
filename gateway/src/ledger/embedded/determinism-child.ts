import { Collections } from './collections.js';
import type { Reply, Request, Setup } from './determinism.js';
import { Chaincode } from './dispatch.js';
import { messageOf } from '../common/failure.js';
import type { ContractClass } from './options.js';
import { ReplayedView } from './recording.js';
import { outcomeOf, type Simulator } from './simulate.js';

const DAYS_AWAY = 1000;
const SEED = 20_261_120;

/** Everything a contract might look at that is not the ledger is other here than in the first process. */
function estrange(): void {
  const RealDate = Date;
  const shift = DAYS_AWAY * 86_400_000;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: unknown[]) =>
      args.length === 0 ? new target(target.now() + shift) : (Reflect.construct(target, args) as Date),
    get: (target, name, receiver) =>
      name === 'now' ? () => target.now() + shift : (Reflect.get(target, name, receiver) as unknown),
  });
  let state = SEED;
  Math.random = () => {
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}

async function simulatorOf({ chaincodes, maxResults }: Setup): Promise<Simulator> {
  const loaded = new Map<string, Chaincode>();
  for (const { name, module } of chaincodes) {
    const { contracts, default: fallback } = (await import(module)) as {
      contracts?: ContractClass[];
      default?: { contracts: ContractClass[] };
    };
    loaded.set(name, new Chaincode(contracts ?? fallback?.contracts ?? []));
  }
  const collections = new Collections(chaincodes.map((chaincode) => ({ ...chaincode, contracts: [] })));
  // The parent has its own limit, and gives up before asking for a repetition.
  return { chaincodes: loaded, collections, maxResults, timeoutMs: 2 ** 30 };
}

async function repeat(simulator: Simulator, request: Request): Promise<Reply> {
  const view = new ReplayedView(request.recording);
  const { outcome } = await outcomeOf(simulator, request.proposal, request.creator, request.viewpoint, view);
  return { id: request.id, outcome, unrecorded: view.unrecorded };
}

// fabric-shim swallows unhandled rejections, and the parent would wait for ever.
function giveUp(error: unknown): void {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
}

estrange();
let simulator: Promise<Simulator> | undefined;
process.on('message', (message: Setup | Request) => {
  if ('id' in message) {
    simulator?.then(async (ready) => process.send?.(await repeat(ready, message))).catch(giveUp);
  } else {
    simulator = simulatorOf(message);
  }
});
process.once('disconnect', () => process.exit());
