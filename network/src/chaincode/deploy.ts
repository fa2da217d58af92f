import { setTimeout as pause } from 'node:timers/promises';

import type { Binaries } from '../binaries.js';
import { untilLed } from '../channel/create.js';
import { NetworkError } from '../errors.js';
import type { Layout } from '../layout.js';
import type { ProcessSpecs } from '../processes/specs.js';
import type { ChaincodeRecord, StateFile } from '../processes/state.js';
import type { Supervisor } from '../processes/supervisor.js';
import type { ChaincodeSpec, Topology } from '../topology/schema.js';
import { type Definition, Lifecycle } from './lifecycle.js';
import { type ChaincodePackage, definitionVersion, packageChaincode } from './package.js';
import { announce, freeSlot } from './service.js';

/** A transaction that the old process began before the new definition counted may take this long to end. */
const DRAIN_MS = 2000;
const REPLACED = '.replaced';

/** What deploying did: nothing, a first commit, the same definition with other code, or a new definition. */
export type Deployment = 'unchanged' | 'committed' | 'moved' | 'upgraded';

/** Brings chaincode onto the channel and keeps one process per organisation for it. */
export class Deployer {
  readonly #topology: Topology;
  readonly #layout: Layout;
  readonly #state: StateFile;
  readonly #supervisor: Supervisor;
  readonly #specs: ProcessSpecs;
  readonly #lifecycle: Lifecycle;

  constructor(
    topology: Topology,
    layout: Layout,
    state: StateFile,
    supervisor: Supervisor,
    specs: ProcessSpecs,
    binaries: Binaries,
  ) {
    this.#topology = topology;
    this.#layout = layout;
    this.#state = state;
    this.#supervisor = supervisor;
    this.#specs = specs;
    this.#lifecycle = new Lifecycle(topology, layout, binaries);
  }

  /**
   * The processes a chaincode needs before it is deployed: those that ran before, or new ones for new code. To be started
   * with the peers, so that both come up at the same time.
   */
  prepare(spec: ChaincodeSpec): ChaincodeRecord {
    const chaincode = packageChaincode(spec);
    const known = this.#state.chaincodes.find(({ name }) => name === spec.name);
    const record = known ?? this.#record(spec, chaincode);
    announce(record, this.#topology, this.#layout);
    if (!known) this.#state.recordChaincode(record);
    return record;
  }

  #record({ name, folder }: ChaincodeSpec, { label, id }: ChaincodePackage): ChaincodeRecord {
    return { name, folder, label, packageId: id, slot: freeSlot(this.#state.chaincodes) };
  }

  /**
   * Makes the channel run this code under this definition. New code under the same definition needs only approvals; a new
   * definition needs {@link upgrade}.
   *
   * @throws NetworkError `DEFINITION_CHANGED`.
   */
  async deploy(spec: ChaincodeSpec): Promise<Deployment> {
    const chaincode = packageChaincode(spec);
    const version = definitionVersion(spec, chaincode.version);
    const committed = await this.#lifecycle.committed(spec.name);
    if (committed && committed.version !== version) {
      throw new NetworkError('DEFINITION_CHANGED', { process: spec.name });
    }
    await untilLed(this.#topology);
    const definition = committed ?? { sequence: 1, version };
    const previous = this.prepare(spec);
    const moved = previous.packageId !== chaincode.id;
    await this.#replaceProcesses(spec, chaincode, previous, async () => {
      await this.#lifecycle.install(chaincode);
      await this.#lifecycle.approve(spec, definition, chaincode.id);
      if (!committed) await this.#lifecycle.commit(spec, definition);
    });
    if (!committed) return 'committed';
    return moved ? 'moved' : 'unchanged';
  }

  /** Commits code and definition under the next sequence while the network serves. */
  async upgrade(spec: ChaincodeSpec): Promise<Deployment> {
    const chaincode = packageChaincode(spec);
    const version = definitionVersion(spec, chaincode.version);
    const committed = await this.#lifecycle.committed(spec.name);
    if (!committed) throw new NetworkError('CHAINCODE_UNKNOWN', { process: spec.name });
    const previous = this.prepare(spec);
    if (previous.packageId === chaincode.id && committed.version === version) return 'unchanged';
    await untilLed(this.#topology);
    const definition: Definition = { sequence: committed.sequence + 1, version };
    await this.#replaceProcesses(spec, chaincode, previous, async () => {
      await this.#lifecycle.install(chaincode);
      await this.#lifecycle.approve(spec, definition, chaincode.id);
      await this.#lifecycle.commit(spec, definition);
    });
    return 'upgraded';
  }

  /** Starts the new code's processes beside the old, lets `change` move the channel over, then stops the old. */
  async #replaceProcesses(
    spec: ChaincodeSpec,
    chaincode: ChaincodePackage,
    previous: ChaincodeRecord,
    change: () => Promise<void>,
  ): Promise<void> {
    if (previous.packageId === chaincode.id) {
      await this.#supervisor.start(this.#specs.chaincode(previous));
      await change();
      return;
    }
    const record = this.#record(spec, chaincode);
    announce(record, this.#topology, this.#layout);
    const replaced = this.#setAside(previous);
    this.#state.recordChaincode(record);
    try {
      await this.#supervisor.start(this.#specs.chaincode(record));
      await change();
    } catch (error) {
      await this.#restore(previous, record, replaced);
      throw error;
    }
    await pause(DRAIN_MS);
    await this.#supervisor.stop(replaced);
  }

  #setAside(previous: ChaincodeRecord): string[] {
    return this.#specs.chaincode(previous).map(({ name }) => {
      this.#state.renameProcess(name, `${name}${REPLACED}`);
      return `${name}${REPLACED}`;
    });
  }

  async #restore(
    previous: ChaincodeRecord,
    record: ChaincodeRecord,
    replaced: readonly string[],
  ): Promise<void> {
    await this.#supervisor.stop(this.#specs.chaincode(record).map(({ name }) => name));
    for (const name of replaced) this.#state.renameProcess(name, name.slice(0, -REPLACED.length));
    this.#state.recordChaincode(previous);
  }
}
