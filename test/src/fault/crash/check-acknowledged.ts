import type { Hub } from '@hanlian/gateway/hub-types';
import { History, type HistoryData } from './history.js';
import { clerkOf } from './requests.js';

/**
 * What was acknowledged and is not there: each certificate must have the revision its user was told of, or the one of
 * a request nobody heard the end of.
 */
export async function lostIn(hub: Hub, history: HistoryData): Promise<string[]> {
  const changing = new Set(history.open.flatMap((request) => (request.kind === 'act' ? [request.id] : [])));
  const clerk = clerkOf(hub);
  const problems: string[] = [];
  for (const { id, revision } of History.from(history).certificates().values()) {
    const found = await hub.services.licenses.get(clerk, id).catch(() => undefined);
    const most = changing.has(id) ? revision + 1 : revision;
    if (found === undefined) problems.push(`${id} was acknowledged and is lost`);
    else if (found.revision < revision || found.revision > most)
      problems.push(`${id} has revision ${found.revision}; ${revision} was acknowledged`);
  }
  return problems;
}
