import type { Binaries } from './binaries.js';
import type { Deployer } from './chaincode/deploy.js';
import type { Layout } from './layout.js';
import type { ProcessSpecs } from './processes/specs.js';
import type { CryptoMode, StateFile } from './processes/state.js';
import type { Supervisor } from './processes/supervisor.js';
import type { Report } from './report.js';
import type { Topology } from './topology/schema.js';

/** What brings a network up, put together once per command. */
export interface Works {
  readonly topology: Topology;
  readonly mode: CryptoMode;
  readonly layout: Layout;
  readonly binaries: Binaries;
  readonly state: StateFile;
  readonly supervisor: Supervisor;
  readonly specs: ProcessSpecs;
  readonly deployer: Deployer;
  readonly report: Report;
}
