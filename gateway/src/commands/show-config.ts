import { describeConfig, type Config } from '../config.js';
import type { Report } from './report.js';

/** What the settings came to, as a start would log it; nothing is opened. */
export function showConfig(config: Config): Promise<Report> {
  const lines = Object.entries(describeConfig(config)).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return Promise.resolve({ lines, ok: true });
}
