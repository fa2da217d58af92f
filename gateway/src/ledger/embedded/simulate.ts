import {
  encodeReadWriteSet,
  type Action,
  type PrivateWrites,
  type Proposal,
  type ReadWriteSet,
} from '../fabric-messages/index.js';
import type { Identity } from '../port.js';
import type { Collections, Viewpoint } from './collections.js';
import type { Repeater } from './determinism.js';
import type { Chaincode } from './dispatch.js';
import { RecordingView, type Outcome } from './recording.js';
import type { SimulationResults } from './rwset.js';
import { Simulation } from './simulation.js';
import type { StateView } from './state.js';
import { Stub, type Invoke, type Response } from './stub.js';

/** What a simulation gave: the action to endorse, and the private writes that stay beside it. */
export interface Simulated {
  readonly action: Action;
  readonly set: ReadWriteSet;
  readonly privateWrites: readonly PrivateWrites[];
}

/** A simulation took longer than the limit. */
export class SimulationTimeout extends Error {}

/** The contract refused, or could not be dispatched; the message is the contract's own. */
export class ContractRefusal extends Error {}

export interface Simulator {
  readonly chaincodes: ReadonlyMap<string, Chaincode>;
  readonly collections: Collections;
  readonly maxResults: number;
  readonly timeoutMs: number;
  /** Runs every simulation a second time, elsewhere. */
  readonly repeater?: Repeater | undefined;
}

// From this status on an endorser refuses (shim `ERRORTHRESHOLD`).
const ERROR_THRESHOLD = 400;

/** Runs a proposal's chaincode over a view of the state. Nothing is kept but what is returned. */
export async function simulate(
  simulator: Simulator,
  proposal: Proposal,
  creator: Identity,
  viewpoint: Viewpoint,
  view: StateView,
): Promise<Simulated> {
  const { repeater } = simulator;
  const recorder = repeater && new RecordingView(view);
  const { outcome, set } = await outcomeOf(simulator, proposal, creator, viewpoint, recorder ?? view);
  if (recorder) {
    const { mspId, certificate } = creator;
    const repetition = {
      proposal,
      creator: { mspId, certificate },
      viewpoint,
      recording: recorder.recording,
    };
    await repeater.check(repetition, outcome);
  }
  const { privateWrites, ...action } = outcome;
  if (action.response.status >= ERROR_THRESHOLD) throw new ContractRefusal(action.response.message);
  return { action, set, privateWrites };
}

/** One run of a proposal's chaincode. */
export async function outcomeOf(
  simulator: Simulator,
  proposal: Proposal,
  creator: Identity,
  viewpoint: Viewpoint,
  view: StateView,
): Promise<{ outcome: Outcome; set: ReadWriteSet }> {
  const simulation = new Simulation(view, simulator.collections, viewpoint, simulator.maxResults);
  const invoke: Invoke = (chaincode, args, stub) => run(simulator, stub.forChaincode(chaincode, args));
  const { chaincode } = proposal.header;
  const stub = new Stub({ simulation, proposal, creator, chaincode, args: proposal.args, invoke });
  const response = await withTimeout(run(simulator, stub), simulator.timeoutMs);
  const results = simulation.finish();
  return { outcome: toOutcome(stub, response, results), set: results.set };
}

function toOutcome(stub: Stub, response: Response, { set, privateWrites }: SimulationResults): Outcome {
  return {
    chaincode: stub.chaincode,
    results: encodeReadWriteSet(set),
    event: stub.event,
    response: {
      status: response.status,
      message: response.message ?? '',
      payload: response.payload ?? new Uint8Array(),
    },
    privateWrites,
  };
}

async function run(simulator: Simulator, stub: Stub): Promise<Response> {
  const chaincode = simulator.chaincodes.get(stub.chaincode);
  if (!chaincode) return { status: 500, message: `chaincode ${stub.chaincode} is not on this channel` };
  return chaincode.invoke(stub);
}

async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new SimulationTimeout(`no answer within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
