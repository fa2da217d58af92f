import { connect } from 'node:net';

/** What is dead refuses at once; what lives may keep others waiting for as long as its machine is busy. */
const TIMEOUT_MS = 5000;

/** Whether a Fabric process's operations service says it is up. */
export async function healthy(host: string, operationsPort: number): Promise<boolean> {
  const response = await fetch(`http://${host}:${operationsPort}/healthz`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  return response.ok;
}

/** One Prometheus value of a process, of the series whose labels hold `label`; undefined when it has none yet. */
export async function metric(
  host: string,
  operationsPort: number,
  name: string,
  label: string,
): Promise<number | undefined> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(`http://${host}:${operationsPort}/metrics`, { signal });
  const line = (await response.text())
    .split('\n')
    .find((each) => each.startsWith(`${name}{`) && each.includes(label));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

/** Whether anything listens on the port. */
export function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: TIMEOUT_MS });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
