import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AuditReport } from '@hanlian/certificates';

const AUDIT = fileURLToPath(new URL('../../../certificates/dist/command/main.js', import.meta.url));
const MOST_BYTES = 2 ** 28;

export interface Audited {
  readonly report: AuditReport;
  readonly seconds: number;
  /** The most memory it took, in MB; 0 where the system does not say. */
  readonly megabytes: number;
}

/** Audits a folder of exported files by the command, in a process that knows nothing but them. */
export async function auditFolder(folder: string, receipts: readonly string[]): Promise<Audited> {
  const given = ['--grants', 'grants.jsonl', ...receipts.flatMap((file) => ['--receipts', file])];
  const trusted = ['--log', 'log', '--trust', 'trust.json', '--json'];
  const began = performance.now();
  let megabytes = 0;
  const report = await new Promise<string>((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: MOST_BYTES, env: { ...process.env, NODE_V8_COVERAGE: '' } };
    const child = execFile(
      process.execPath,
      [AUDIT, 'audit', ...given, ...trusted],
      options,
      (error, output, said) => {
        clearInterval(looks);
        // 1: violations were found.
        if (error === null || error.code === 1) resolve(output);
        else reject(new Error(`The audit could not be made: ${said}`));
      },
    );
    const look = async (): Promise<void> => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      megabytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? megabytes * 1024) / 1024;
    };
    const looks = setInterval(() => void look(), 100);
  });
  const seconds = (performance.now() - began) / 1000;
  return { report: JSON.parse(report) as AuditReport, seconds, megabytes };
}
