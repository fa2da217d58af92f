import { Gauge, type Registry } from 'prom-client';
import type { Services } from '../services/types.js';
import { CONDITIONS, type Findings } from '../vitals/conditions.js';
import type { Ending } from '../vitals/endings.js';

/** What each gauge shows of the findings. */
const FOUND = {
  hanlian_ledger_height_blocks: ['Blocks on the ledger', ({ height }) => height],
  hanlian_projection_lag_blocks: [
    'Blocks the read model is behind the ledger',
    ({ height, projected }) => Math.max(0, height - projected),
  ],
  hanlian_feed_lag_blocks: ['Blocks the event feed is behind the read model', ({ feedBehind }) => feedBehind],
  hanlian_outbox_envelopes: ['Envelopes whose outcome is not known yet', ({ outbox }) => outbox],
  hanlian_log_leaves: ['Leaves of the transparency log', ({ log }) => log.size],
  hanlian_log_forks: ['Forks of the log that nobody has accepted here', ({ log }) => log.forks],
  hanlian_witnesses_silent: [
    'Witnesses beyond the ledger that did not cosign when asked last',
    ({ log }) => log.witnesses.silent,
  ],
  hanlian_witnesses_contradicting: [
    'Witnesses beyond the ledger whose last answer cannot be',
    ({ log }) => log.witnesses.contradicting,
  ],
  hanlian_stamps_waiting: ['Seals that wait for their time stamp', ({ stampsWaiting }) => stampsWaiting],
  hanlian_status_lists_failing: [
    'Status lists that could not be published when that was last tried',
    ({ statusListsFailing }) => statusListsFailing,
  ],
  hanlian_sharing_failing: [
    'Works of sharing that failed when last tried: anchors of receipts, acknowledgements',
    ({ sharingFailing }) => sharingFailing,
  ],
  hanlian_quarantined_transactions: [
    'Transactions that could not be projected',
    ({ quarantined }) => quarantined.length,
  ],
  hanlian_webhook_dead_letters: [
    'Deliveries to webhooks that were given up',
    ({ deadLetters }) => deadLetters,
  ],
  hanlian_webhook_lag_seconds: [
    'How long the oldest event that a webhook has yet to send has waited',
    ({ webhookLag }) => webhookLag,
  ],
  hanlian_disk_free_bytes: ['Room left on the disk of the hub', ({ diskFree }) => diskFree],
} as const satisfies Readonly<Record<string, readonly [help: string, value: (found: Findings) => number]>>;

/** Gauges of a hub's state. `refresh` looks at the hub and sets them: they are read together or not at all. */
export function createVitalGauges(
  registry: Registry,
  health: Services['health'],
  doors: readonly Ending[],
): { readonly refresh: () => Promise<void> } {
  const registers = [registry];
  const gauges = Object.entries(FOUND).map(([name, [help, value]]) => {
    const gauge = new Gauge({ name, help, registers });
    return (found: Findings) => gauge.set(value(found));
  });
  const condition = new Gauge({
    name: 'hanlian_condition',
    help: '1 while this keeps the hub from being ready; docs/operations.md says what to do',
    labelNames: ['condition'] as const,
    registers,
  });
  const expiry = new Gauge({
    name: 'hanlian_expiry_timestamp_seconds',
    help: 'When a key, a certificate or the working-day calendar ends, in seconds since 1970',
    labelNames: ['kind', 'name'] as const,
    registers,
  });
  return {
    refresh: async () => {
      const [{ found, conditions }, endings] = await Promise.all([health.look(), health.endings()]);
      for (const set of gauges) set(found);
      const holding = new Set(conditions.map(({ name }) => name));
      for (const name of CONDITIONS) condition.set({ condition: name }, holding.has(name) ? 1 : 0);
      // What was replaced or revoked has no end to be warned of any more.
      expiry.reset();
      for (const { kind, name, until } of [...endings, ...doors]) expiry.set({ kind, name }, until);
    },
  };
}
