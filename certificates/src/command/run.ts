import { errorEntry, HanlianError } from '@hanlian/chaincode/domain';
import { readArguments, type Language } from './arguments.js';
import { runAudit } from './audit.js';
import { present, PRESENT_HELP } from './present.js';
import type { Outcome, Surroundings } from './surroundings.js';
import { HELP, textOf } from './text.js';
import { verifyFiles, type Report } from './verify-files.js';

const EXIT_CODES = { VALID: 0, INVALID: 1, UNKNOWN: 2 } as const;

/** Runs `hanlian` with these arguments. Only what nobody foresaw is thrown. */
export const runCommand = async (
  given: readonly string[],
  { now, language, progress }: Surroundings,
): Promise<Outcome> => {
  try {
    const [command, ...rest] = given;
    if (command === 'present') {
      const shown = await present(rest, now);
      return { output: shown ?? PRESENT_HELP[language], problem: '', exitCode: 0 };
    }
    if (command === 'audit') return await runAudit(rest, { now, language, progress });
    const wanted = readArguments(given, now, language);
    if (!wanted) return { output: HELP[language], problem: '', exitCode: 0 };
    const report = await verifyFiles(wanted, (done) => progress(done, wanted.files.length));
    const output = wanted.json
      ? JSON.stringify(forMachines(report), null, 2)
      : textOf(report, wanted.language);
    return { output, problem: '', exitCode: EXIT_CODES[report.verdict] };
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    return { output: '', problem: explain(error, language), exitCode: EXIT_CODES.UNKNOWN };
  }
};

const forMachines = (report: Report): object => ({ v: 1, ...report });

const explain = (error: HanlianError, language: Language): string => {
  const { code, title, next } = errorEntry(error.code);
  const { field } = error.details;
  return `${title[language]} (${code}${field ? `, ${field}` : ''}): ${error.message}\n${next[language]}`;
};
