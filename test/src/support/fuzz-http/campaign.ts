import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsByKey, type Target } from './target.js';

export interface Campaign {
  /** Where the tool keeps its files. */
  readonly folder: string;
  /** How many cases the fuzzing phase makes up for each operation. */
  readonly examples: number;
  readonly seed: number;
}

/**
 * What the description must keep, and what it cannot say. A request may fit its schema and still be refused: the schema
 * knows no check characters, no cursors that were given, and not what is registered. A list that is too long may be
 * refused for its bytes (413) before its items are counted.
 */
const CHECKS = `
[checks.positive_data_acceptance]
enabled = false

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "410", "412", "413", "415", "422"]
`;

const HOOKS = fileURLToPath(new URL('../../../interop/schemathesis/hooks.py', import.meta.url));
const SCENARIOS = 60;
/** Seconds: a proof in the log is waited for up to half a minute. */
const LONGEST_WAIT = 40;

function configuration(target: Target, { examples, seed }: Campaign): string {
  const blocks = [...operationsByKey(target)].map(([key, operations]) => {
    const names = operations.map(({ name }) => JSON.stringify(name)).join(', ');
    return `[[operations]]\ninclude-name = [${names}]\nheaders = { Authorization = "Bearer ${key}" }\n`;
  });
  return [
    `seed = ${seed}`,
    `request-timeout = ${LONGEST_WAIT}`,
    `hooks = ${JSON.stringify(HOOKS)}`,
    'continue-on-failure = true',
    // Counts how often the generator of cases threw one away: it says nothing of the hub, and depends on the seed.
    'suppress-health-check = ["filter_too_much"]',
    'warnings = false',
    `generation.max-examples = ${examples}`,
    'generation.mode = "all"',
    CHECKS,
    // A scenario goes from answer to answer: fewer would hardly leave the lists.
    `[phases.stateful]\ngeneration.max-examples = ${Math.max(examples, SCENARIOS)}\n`,
    ...blocks,
  ].join('\n');
}

/** What the tool said; `ok` when it found nothing. */
export interface Findings {
  readonly ok: boolean;
  readonly report: string;
}

/** Drives a hub by its own description through all phases, the stateful one included. */
export async function fuzz(program: string, target: Target, campaign: Campaign): Promise<Findings> {
  const config = join(campaign.folder, 'schemathesis.toml');
  await writeFile(config, configuration(target, campaign));
  const phases = ['--phases', 'examples,coverage,fuzzing,stateful'];
  const child = spawn(
    program,
    ['--no-color', '--config-file', config, 'run', `${target.url}/openapi.json`, ...phases],
    { cwd: campaign.folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { ok: code === 0, report: Buffer.concat(chunks).toString('utf8') };
}
