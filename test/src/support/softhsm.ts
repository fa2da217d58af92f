import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenOptions } from '@hanlian/certificates';

/** Where Debian and Fedora put SoftHSM's library. */
const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
];

export const PIN = '739158';
let made: TokenOptions | undefined;

/** A mocha hook: a machine without SoftHSM skips the suite, and the gate counts a skip as a failure. */
export function needsSoftHsm(this: Mocha.Context): void {
  if (spawnSync('softhsm2-util', ['--version']).error) this.skip();
}

/**
 * A token of this process's own: one for all suites, since the library reads its configuration once. Children of this
 * process find it too.
 */
export const softToken = (): TokenOptions => {
  made ??= makeToken();
  return made;
};

const makeToken = (): TokenOptions => {
  const folder = mkdtempSync(join(tmpdir(), 'hanlian-softhsm-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const configuration = join(folder, 'softhsm2.conf');
  writeFileSync(
    configuration,
    `directories.tokendir = ${folder}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  process.env.SOFTHSM2_CONF = configuration;
  const label = 'seals';
  const pins = ['--so-pin', '123456', '--pin', PIN];
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', label, ...pins]);
  const library = LIBRARIES.find((path) => existsSync(path));
  if (library === undefined) throw new Error('softhsm2-util is there, and its library is not');
  return { library, label, pin: PIN };
};

/** The settings by which a hub uses the token. */
export const tokenSettings = ({ library, label, pin }: TokenOptions): Record<string, string> => ({
  HANLIAN_KEYS: `pkcs11:token=${label}?module-path=${library}`,
  HANLIAN_KEYS_PIN: pin,
});

/** The library itself, as another part of this process would use it. */
interface Library {
  load(path: string): void;
  C_GetSlotList(present: boolean): Buffer[];
  C_CloseAllSessions(slot: Buffer): void;
}

/** What happens when a network module restarts: every session ends, and with them the login. */
export const loseSessions = (): void => {
  const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as { PKCS11: new () => Library };
  const library = new PKCS11();
  library.load(softToken().library);
  for (const slot of library.C_GetSlotList(true)) library.C_CloseAllSessions(slot);
};
