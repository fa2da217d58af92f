import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './project.mjs';

/** A problem the person at the keyboard can mend: its message is shown without a stack. */
export class UsageError extends Error {}

const running = new Set();

/** Lets Ctrl-C or a cancelled job end this process together with the commands it runs. */
export function endWithCommands() {
  process.once('exit', () => running.forEach((child) => child.kill()));
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => process.exit(exitCode(null, signal)));
}

/**
 * Runs a command to its end and collects what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { stream?: boolean }} [options] stream: print live instead
 * @returns {Promise<{ code: number, output: string, stdout: string }>} code 127 if it could not be started
 */
export function run(command, args, { stream = false, ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: stream ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    running.add(child);
    const all = [];
    const out = [];
    child.stdout?.on('data', (chunk) => (all.push(chunk), out.push(chunk)));
    child.stderr?.on('data', (chunk) => all.push(chunk));
    child.once('error', (error) => done({ code: 127, output: error.message, stdout: '' }));
    child.once('close', (code, signal) => {
      running.delete(child);
      done({
        code: exitCode(code, signal),
        output: Buffer.concat(all).toString(),
        stdout: Buffer.concat(out).toString(),
      });
    });
  });
}

/**
 * Lets a command take this process's place: its streams, the signals sent to us, its exit code.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>} the exit code to leave with
 */
export function become(command, args) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    // A terminal sends Ctrl-C to both of us, so the child may get it twice: a program that drains must not mind.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', fail);
    child.once('close', (code, signal) => done(exitCode(code, signal)));
  });
}

const exitCode = (code, signal) => code ?? 128 + (constants.signals[signal] ?? 0);

/**
 * Runs a script's main function and sets the exit code; a UsageError shows its message alone.
 * @param {() => Promise<number | void>} main
 */
export async function script(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof UsageError ? error.message : error);
    process.exitCode = 1;
  }
}
