import { explain, NetworkError, type Text } from '../errors.js';
import { Network } from '../network.js';
import { commandNamed } from './commands.js';
import { type Console, parse } from './console.js';
import { HELP } from './help.js';

/**
 * `npm run network -- COMMAND …`. Answers the exit code: 0 done, 1 failed, 2 not understood.
 *
 * @param args What follows the program's name.
 */
export async function main(args: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const console = terminal(interruption.signal);
  try {
    const { command, positionals, options } = parse(args);
    if (command === 'help') {
      console.say(HELP);
      return 0;
    }
    const network = new Network({
      run: options.run,
      signal: interruption.signal,
      report: (text, seconds) => console.progress(text, seconds),
    });
    await commandNamed(command)({ network, positionals, options, console });
    return 0;
  } catch (error) {
    return fail(explain(error, 'network'), console);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function fail(error: unknown, console: Console): number {
  if (error instanceof NetworkError) {
    console.complain(error.text, error.code);
    return error.code === 'USAGE' ? 2 : 1;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.complain({ zh: message, en: message }, 'UNEXPECTED');
  return 1;
}

function terminal(signal: AbortSignal): Console {
  const language = spokenLanguage();
  const write = (stream: NodeJS.WriteStream, line: string): boolean => stream.write(`${line}\n`);
  return {
    signal,
    print: (line) => write(process.stdout, line),
    say: (text) => write(process.stdout, text[language]),
    progress: (text, seconds) =>
      write(process.stderr, `${seconds.toFixed(1).padStart(6)} s  ${text[language]}`),
    complain: (text, code) => write(process.stderr, `${code}  ${text[language]}`),
  };
}

function spokenLanguage(): keyof Text {
  const { HANLIAN_LANG, LC_ALL, LANG } = process.env;
  return (HANLIAN_LANG ?? LC_ALL ?? LANG ?? '').startsWith('zh') ? 'zh' : 'en';
}
