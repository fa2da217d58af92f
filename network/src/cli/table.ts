import type { NetworkStatus, ProcessStatus } from '../status.js';

const HEADINGS = ['process', 'organisation', 'state', 'address', 'pid', 'MiB', 'height', ''];

/** The status as lines of aligned columns. */
export function statusTable({ processes, channel, certificates, run }: NetworkStatus): string[] {
  const rows = [HEADINGS, ...processes.map(row)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const memory = processes.reduce((sum, process) => sum + (process.memory ?? 0), 0);
  return [...lines, `channel ${channel}, certificates by ${certificates}, ${memory} MiB, files in ${run}`];
}

function row({ name, organisation, state, address, pid, memory, height, leads }: ProcessStatus): string[] {
  const cells = [name, organisation, state, address, pid, memory, height, leads ? 'leader' : undefined];
  return cells.map((cell) => (cell === undefined ? '' : String(cell)));
}
