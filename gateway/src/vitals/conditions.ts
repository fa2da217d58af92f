/** What keeps a hub from its work, by the name that alarms, metrics and docs/operations.md use. */
export const CONDITIONS = [
  'ledger-unreachable',
  'projection-failing',
  'projection-behind',
  'transaction-quarantined',
  'log-halted',
  'log-failing',
  'disk-full',
  'stamps-overflowing',
] as const;

export type ConditionName = (typeof CONDITIONS)[number];

export interface Condition {
  readonly name: ConditionName;
  /** For whoever operates the hub; nothing in it is personal. */
  readonly text: string;
}

/** What was found of a hub at one moment. */
export interface Findings {
  /** Whether a peer answered in time. */
  readonly ledgerAnswers: boolean;
  /** Blocks on the ledger, and how many of them the read model has taken in. */
  readonly height: number;
  readonly projected: number;
  readonly projectionFails: boolean;
  /** Transactions that could not be projected. */
  readonly quarantined: readonly string[];
  readonly log: LogFindings;
  /** Seals without a time stamp, counted no further than `MOST_COUNTED`. */
  readonly stampsWaiting: number;
  /** Status lists that could not be published when that was last tried. */
  readonly statusListsFailing: number;
  /** Works of sharing (anchors, acknowledgements) that failed when last tried. */
  readonly sharingFailing: number;
  /** Envelopes whose outcome is not known, counted no further than `MOST_COUNTED`. */
  readonly outbox: number;
  /** Blocks the event feed is behind the read model. */
  readonly feedBehind: number;
  /** Webhook deliveries that were given up, counted no further than `MOST_COUNTED`. */
  readonly deadLetters: number;
  /** Seconds for which the oldest event that a webhook has yet to send has waited. */
  readonly webhookLag: number;
  /** Bytes the hub may still write. */
  readonly diskFree: number;
}

export interface LogFindings {
  /** Leaves. */
  readonly size: number;
  /** Forks that stand on the ledger and that nobody accepted here. */
  readonly forks: number;
  readonly fails: boolean;
  /** How many witnesses beyond the ledger did not cosign when asked last, and how many of these answered what cannot be. */
  readonly witnesses: { readonly silent: number; readonly contradicting: number };
}

/** Counting stops here: a backlog this large needs a person, whatever it is exactly. */
export const MOST_COUNTED = 10_000;
/** How many blocks the read model may be behind before the hub says so. */
export const FAR_BEHIND = 100;
/** A hub with less room than this says that it is not ready, before LevelDB refuses its first write. */
export const LEAST_DISK = 128 * 1024 * 1024;

/** What of these findings keeps the hub from its work; none when it is ready. */
export function conditionsOf(found: Findings): Condition[] {
  const { height, projected, log, diskFree } = found;
  return [
    ...when(!found.ledgerAnswers, 'ledger-unreachable', 'The ledger does not answer'),
    ...when(found.projectionFails, 'projection-failing', 'The read model cannot follow the ledger'),
    ...when(
      height - projected > FAR_BEHIND,
      'projection-behind',
      `The read model is ${height - projected} blocks behind`,
    ),
    ...found.quarantined.flatMap((id) =>
      when(true, 'transaction-quarantined', `Transaction ${id} is quarantined`),
    ),
    ...when(
      log.forks > 0,
      'log-halted',
      `The log has forked ${log.forks} times; nobody has accepted that here`,
    ),
    ...when(log.fails, 'log-failing', 'The log cannot follow the ledger'),
    ...when(
      diskFree < LEAST_DISK,
      'disk-full',
      `The disk has ${Math.floor(diskFree / (1024 * 1024))} MiB left`,
    ),
    ...when(
      found.stampsWaiting >= MOST_COUNTED,
      'stamps-overflowing',
      `${MOST_COUNTED} seals or more wait for a time stamp`,
    ),
  ];
}

const when = (holds: boolean, name: ConditionName, text: string): Condition[] =>
  holds ? [{ name, text }] : [];
