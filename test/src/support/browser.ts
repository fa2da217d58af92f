import { spawnSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

const COMMAND = 'chromium';

/** A mocha hook: a machine without Chromium skips the suite, and the gate counts a skip as a failure. */
export function needsChromium(this: Mocha.Context): void {
  if (spawnSync(COMMAND, ['--version']).error) this.skip();
}

/** The system's own Chromium, without a window. */
export const openBrowser = (): Promise<Browser> => {
  const { stdout } = spawnSync('sh', ['-c', `command -v ${COMMAND}`], { encoding: 'utf8' });
  // As in the docs' pictures: whoever runs tests as root, in a container, has no sandbox to give.
  return chromium.launch({ executablePath: stdout.trim(), args: ['--no-sandbox'] });
};
