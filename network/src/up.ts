import { joinAll, untilLed, writeGenesis } from './channel/create.js';
import { untilAllEndorse } from './channel/discovery.js';
import { writeCaConfiguration } from './configuration/ca.js';
import { writeConfiguration } from './configuration/files.js';
import { writeConnections } from './connection.js';
import {
  checkExpiry,
  checkFoundation,
  cryptoMode,
  discardUnfinished,
  isUnfinished,
  sealCrypto,
  stampData,
} from './foundation.js';
import { Authority } from './identities/authority.js';
import { generateIdentities } from './identities/cryptogen.js';
import type { Layout } from './layout.js';
import { step } from './report.js';
import { topologyDigest } from './topology/load.js';
import type { ChaincodeSpec, Organisation, Topology } from './topology/schema.js';
import type { Works } from './works.js';

/**
 * Brings the network from wherever it is to running with its chaincode: each step does what is missing. When one fails,
 * what this run started is stopped again, and what is on disk is kept for the next.
 */
export async function bringUp(works: Works, chaincodes: readonly ChaincodeSpec[]): Promise<void> {
  const { state, supervisor } = works;
  const before = new Set(state.alive.map(({ name }) => name));
  try {
    await startNodes(works, chaincodes);
    for (const spec of chaincodes) await deploy(works, spec);
    await meet(works, chaincodes);
  } catch (error) {
    await supervisor.stop(state.alive.map(({ name }) => name).filter((name) => !before.has(name)));
    throw error;
  }
}

async function meet(
  { topology, layout, binaries, report }: Works,
  chaincodes: readonly ChaincodeSpec[],
): Promise<void> {
  const text = { zh: '各节点相互可见', en: 'peers know each other' };
  await step(report, text, () =>
    Promise.all(chaincodes.map(({ name }) => untilAllEndorse(name, topology, layout, binaries))),
  );
}

/** Certificates, processes and channel, without deploying chaincode. */
export async function startNodes(works: Works, chaincodes: readonly ChaincodeSpec[]): Promise<void> {
  const { topology, mode, layout, binaries, state, supervisor, specs, deployer, report } = works;
  checkFoundation(topology, layout, state.read());
  if (isUnfinished(layout)) {
    await supervisor.stop();
    discardUnfinished(layout);
  }
  state.create({ mode, topology, topologyDigest: topologyDigest(topology) });
  await makeIdentities(works);
  checkExpiry(topology, layout);
  writeConnections(topology, mode, layout);
  writeConfiguration(topology, mode, layout, binaries);
  stampData(layout);
  const services = chaincodes.flatMap((spec) => specs.chaincode(deployer.prepare(spec)));
  await step(report, { zh: '节点启动', en: 'orderers, peers and chaincode started' }, () =>
    Promise.all([
      writeGenesis(topology, layout, binaries),
      supervisor.start([...specs.nodes(), ...services]),
    ]),
  );
  await step(report, { zh: '通道就绪', en: `channel ${topology.channel} joined and led` }, async () => {
    await joinAll(topology, layout, binaries);
    await untilLed(topology);
  });
}

async function makeIdentities(works: Works): Promise<void> {
  const { topology, mode, layout, binaries, report } = works;
  const made = cryptoMode(layout) !== undefined;
  if (mode === 'cryptogen') {
    if (made) return;
    await step(report, { zh: '证书生成（cryptogen）', en: 'certificates made by cryptogen' }, () =>
      generateIdentities(topology, layout, binaries),
    );
  } else {
    await startAuthorities(works);
    if (made) return;
    await step(report, { zh: '身份注册', en: 'identities enrolled' }, () =>
      Promise.all(topology.organisations.map((organisation) => enrolAll(organisation, topology, layout))),
    );
  }
  sealCrypto(topology, layout, mode);
}

/** Starts the certificate authorities. */
export async function startAuthorities({
  topology,
  layout,
  supervisor,
  specs,
  report,
}: Works): Promise<void> {
  for (const organisation of topology.organisations) {
    writeCaConfiguration(organisation, topology.bind, layout.organisation(organisation.name));
  }
  await step(report, { zh: '证书机构启动', en: 'certificate authorities started' }, () =>
    supervisor.start(specs.authorities()),
  );
}

async function enrolAll(organisation: Organisation, topology: Topology, layout: Layout): Promise<void> {
  const files = layout.organisation(organisation.name);
  const secrets = writeCaConfiguration(organisation, topology.bind, files);
  const authority = new Authority(organisation, files);
  try {
    await authority.enrolAll(secrets);
  } finally {
    authority.close();
  }
}

const OUTCOMES = {
  unchanged: { zh: '链码未变', en: 'unchanged' },
  committed: { zh: '链码已部署', en: 'deployed' },
  moved: { zh: '链码已更换代码（定义不变）', en: 'moved to new code under the same definition' },
  upgraded: { zh: '链码已升级', en: 'upgraded' },
};

export async function deploy({ deployer, report }: Works, spec: ChaincodeSpec): Promise<void> {
  const started = performance.now();
  const outcome = OUTCOMES[await deployer.deploy(spec)];
  const text = { zh: `${spec.name}：${outcome.zh}`, en: `chaincode ${spec.name} ${outcome.en}` };
  report(text, (performance.now() - started) / 1000);
}

export async function upgrade({ deployer, report }: Works, spec: ChaincodeSpec): Promise<void> {
  const started = performance.now();
  const outcome = OUTCOMES[await deployer.upgrade(spec)];
  const text = { zh: `${spec.name}：${outcome.zh}`, en: `chaincode ${spec.name} ${outcome.en}` };
  report(text, (performance.now() - started) / 1000);
}
