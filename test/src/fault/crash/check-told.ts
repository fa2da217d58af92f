import type { AuditEntry, FeedEvent } from '@hanlian/chaincode/domain';
import type { Hub } from '@hanlian/gateway/hub-types';
import type { Caller } from '@hanlian/gateway/services/types';

const LIMIT = 200;
const WAIT = 20;

const isAct = ({ id }: FeedEvent): boolean => id.startsWith('ledger:');

/**
 * Every act of the clerk's department must have been told once, in the ledger's order, and besides them only what became
 * of writes whose requests a crash cut off.
 */
export async function checkTold(hub: Hub, clerk: Caller, problems: string[]): Promise<void> {
  const acts = await actsOf(hub, clerk);
  const expected = acts.map(({ block, index }) => `ledger:${block}-${index}`);
  const told = await toldOf(hub, clerk, acts.length);
  const ids = told.filter(isAct).map(({ id }) => id);
  const apart = ids.findIndex((id, i) => id !== expected[i]);
  if (apart >= 0 || ids.length !== expected.length)
    problems.push(`${ids.length} events tell of ${expected.length} acts; they part at ${apart}`);
  const strange = told.find((event) => !isAct(event) && !event.id.startsWith('job:'));
  if (strange !== undefined) problems.push(`the feed tells of ${strange.id}`);
  const gap = told.findIndex(({ position }, i) => Number(position) !== i + 1);
  if (gap >= 0) problems.push(`event ${gap + 1} stands at position ${told[gap]!.position}`);
}

async function actsOf({ services }: Hub, clerk: Caller): Promise<AuditEntry[]> {
  const acts: AuditEntry[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await services.audit.acts(clerk, { limit: LIMIT, ...(cursor && { cursor }) });
    acts.push(...page.items);
    if (page.next === undefined) return acts;
    cursor = page.next;
  }
}

/** Reads until as many were told, or nothing more comes. */
async function toldOf({ services }: Hub, clerk: Caller, count: number): Promise<FeedEvent[]> {
  const told: FeedEvent[] = [];
  for (let after = '0'; ;) {
    const wait = told.filter(isAct).length < count ? WAIT : 0;
    const { items, position } = await services.events.read(clerk, { after, limit: LIMIT, wait });
    told.push(...items);
    if (items.length === 0) return told;
    after = position;
  }
}
