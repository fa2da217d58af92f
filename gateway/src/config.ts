import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type { TokenAddress } from '@hanlian/certificates';
import { ORGANISATIONS, type OrganisationName } from './organisations.js';
import { HUB, settings } from './settings.js';

/** One hub this process runs. */
export interface HubConfig {
  readonly name: OrganisationName;
  readonly mspId: string;
  readonly port: number;
  /** The hub's own folder; no other hub opens it. */
  readonly folder: string;
  /** Under which others reach it, without a slash at the end; absent: nobody said. */
  readonly publicUrl?: string;
}

/** What a process was told to be. Made from the environment once, by `main.ts`. */
export interface Config {
  readonly host: string;
  readonly data: string;
  readonly ledger: 'embedded' | 'fabric';
  /** Where the Fabric network keeps its files, and in them each organisation's connection document. */
  readonly network: string;
  readonly hubs: readonly HubConfig[];
  /** Time-stamp authorities, and the PEM file of those believed; absent: the city's own. */
  /** Hubs of other processes, by the departments they stand for. */
  readonly exchange?: ReadonlyMap<string, string>;
  readonly stamps?: { readonly urls: readonly string[]; readonly roots: string } | undefined;
  /** Where events may be sent beyond public https addresses, and the PEM file of more authorities to trust there. */
  readonly webhooks?: {
    readonly networks: readonly string[];
    readonly plain: boolean;
    readonly roots?: string;
  };
  /** The key stores' passphrase; absent: a generated one is kept in the data folder. */
  readonly secret: string | undefined;
  /** The hardware module seals and authorities have their keys in; absent: the key stores. */
  readonly token?: TokenAddress & { readonly pin?: string | undefined };
  /** How often a checkpoint of the log is made, where there is something new; 0: never. */
  readonly checkpointSeconds: number;
  /** So many days a write waits for a caller that signs it itself; 7 when absent. */
  readonly signDays?: number;
  /** How often status lists are looked after; 0: never. */
  readonly statusListSeconds: number;
  /** How often receipts of released data are anchored on the ledger; 0, and when absent: never. */
  readonly anchorSeconds?: number;
  /** The policy file of witnesses beyond the ledger; absent: none are asked. */
  readonly witnesses?: string;
  /** Whether an empty ledger is filled with the sample city. */
  readonly seed: boolean;
  /** What one caller may take; what is not set stays as the door has it. */
  readonly limits: {
    readonly callerPerMinute?: number;
    readonly anonymousPerMinute?: number;
    readonly callerConcurrent?: number;
    readonly concurrent?: number;
  };
  /** Files in PEM; absent: the hubs speak plain HTTP. */
  readonly tls?: { readonly key: string; readonly certificate: string; readonly clientAuthorities?: string };
}

/** A setting that cannot be right. The message names the variable, what it holds and what would be right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Variable = keyof typeof settings;
const PREFIX = 'HANLIAN_';
const SECRETS: ReadonlySet<string> = new Set<Variable>([
  'HANLIAN_SECRET',
  'HANLIAN_KEYS',
  'HANLIAN_KEYS_PIN',
]);
/** What `npm run network` reads, in the same shell: see network/README.md. */
const NETWORK_SETTINGS: ReadonlySet<string> = new Set([
  'HANLIAN_FABRIC_BIN',
  'HANLIAN_PORT_OFFSET',
  'HANLIAN_TOPOLOGY',
  'HANLIAN_LANG',
]);
/** Each ledger has data of its own: hubs that changed the ledger under their data would take it for another's. */
const DATA = { embedded: 'data', fabric: join('data', 'fabric') } as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings.
 *
 * @throws {ConfigError} with a sentence for each `HANLIAN_` variable that does not exist, and each value that cannot be
 *   right
 */
export function readConfig(environment: Environment): Config {
  const wrong = [...unknownIn(environment), ...wrongIn(environment), ...halvesIn(environment)];
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  const firstPort = read(environment, 'HANLIAN_PORT');
  const ledger = read(environment, 'HANLIAN_LEDGER');
  const stamps = readStamps(environment);
  const exchange = readOptional(environment, 'HANLIAN_EXCHANGE_URLS');
  const data = readOptional(environment, 'HANLIAN_DATA') ?? resolve(DATA[ledger]);
  return {
    host: read(environment, 'HANLIAN_HOST'),
    data,
    ledger,
    network: read(environment, 'HANLIAN_NETWORK_RUN'),
    hubs: read(environment, 'HANLIAN_HUBS').map((name, _, all) => ({
      name,
      mspId: ORGANISATIONS[name].mspId,
      port: firstPort === 0 ? 0 : firstPort + ORGANISATIONS[name].portOffset,
      folder: join(data, name),
      ...publicUrlOf(environment, name, all.length === 1),
    })),
    ...(stamps && { stamps }),
    ...(exchange && { exchange }),
    webhooks: readTargets(environment),
    secret: readOptional(environment, 'HANLIAN_SECRET'),
    ...tokenOf(environment),
    checkpointSeconds: read(environment, 'HANLIAN_CHECKPOINT_SECONDS'),
    signDays: read(environment, 'HANLIAN_SIGN_DAYS'),
    statusListSeconds: read(environment, 'HANLIAN_STATUS_LIST_SECONDS'),
    anchorSeconds: read(environment, 'HANLIAN_ANCHOR_SECONDS'),
    ...witnessesOf(environment),
    seed: read(environment, 'HANLIAN_SEED') === 'sample',
    limits: limitsOf(environment),
    ...tlsOf(environment),
  };
}

const LIMITS = {
  callerPerMinute: 'HANLIAN_CALLER_RATE',
  anonymousPerMinute: 'HANLIAN_ADDRESS_RATE',
  callerConcurrent: 'HANLIAN_CALLER_AT_ONCE',
  concurrent: 'HANLIAN_AT_ONCE',
} as const;

function limitsOf(environment: Environment): Config['limits'] {
  const given = Object.entries(LIMITS).flatMap(([name, variable]) => {
    const limit = readOptional(environment, variable);
    return limit === undefined ? [] : [[name, limit]];
  });
  return Object.fromEntries(given) as Config['limits'];
}

function tlsOf(environment: Environment): Pick<Config, 'tls'> {
  const key = readOptional(environment, 'HANLIAN_TLS_KEY');
  const certificate = readOptional(environment, 'HANLIAN_TLS_CERTIFICATE');
  const clientAuthorities = readOptional(environment, 'HANLIAN_TLS_CLIENT_CA');
  if (key === undefined || certificate === undefined) return {};
  return { tls: { key, certificate, ...(clientAuthorities !== undefined && { clientAuthorities }) } };
}

function witnessesOf(environment: Environment): Pick<Config, 'witnesses'> {
  const witnesses = readOptional(environment, 'HANLIAN_WITNESSES');
  return witnesses === undefined ? {} : { witnesses };
}

function publicUrlOf(
  environment: Environment,
  name: OrganisationName,
  isAlone: boolean,
): Pick<HubConfig, 'publicUrl'> {
  const url = readOptional(environment, 'HANLIAN_PUBLIC_URL');
  if (url === undefined) return {};
  if (isAlone || url.includes(HUB)) return { publicUrl: url.replaceAll(HUB, name) };
  throw new ConfigError(`HANLIAN_PUBLIC_URL must have ${HUB} in it, or several hubs would have one address`);
}

/** A token and what opens it belong together; its PIN stands in one place. */
function tokenOf(environment: Environment): Pick<Config, 'token'> {
  const address = readOptional(environment, 'HANLIAN_KEYS');
  const pin = readOptional(environment, 'HANLIAN_KEYS_PIN');
  const pins = [address?.pinFile, pin].filter((each) => each !== undefined).length;
  if (address === undefined && pin === undefined) return {};
  if (address !== undefined && pins === 1) return { token: { ...address, pin } };
  throw new ConfigError(
    'HANLIAN_KEYS names a token, and either its pin-source or HANLIAN_KEYS_PIN gives the PIN: one of the two, and not alone',
  );
}

function readStamps(environment: Environment): Config['stamps'] {
  const urls = readOptional(environment, 'HANLIAN_STAMP_URLS');
  const roots = readOptional(environment, 'HANLIAN_STAMP_ROOTS');
  return urls === undefined || roots === undefined ? undefined : { urls, roots };
}

function readTargets(environment: Environment): NonNullable<Config['webhooks']> {
  const roots = readOptional(environment, 'HANLIAN_WEBHOOK_ROOTS');
  return {
    networks: readOptional(environment, 'HANLIAN_WEBHOOK_NETWORKS') ?? [],
    plain: read(environment, 'HANLIAN_WEBHOOK_HTTP') === 'internal',
    ...(roots !== undefined && { roots }),
  };
}

function unknownIn(environment: Environment): string[] {
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith(PREFIX) && !Object.hasOwn(settings, name) && !NETWORK_SETTINGS.has(name),
  );
  const known = Object.keys(settings).join(', ');
  return unknown.map((name) => `${name} is not a setting of the hub; the settings are ${known}`);
}

function wrongIn(environment: Environment): string[] {
  return (Object.keys(settings) as Variable[]).flatMap((variable) => {
    const text = environment[variable];
    const { schema, expected } = settings[variable];
    if (text === undefined || schema.safeParse(text).success) return [];
    return [`${variable} is ${shown(variable, text)}; it must be ${expected}`];
  });
}

/** A key and its certificate belong together, and client certificates are shown over TLS only. */
function halvesIn(environment: Environment): string[] {
  const isSet = (variable: Variable): boolean => environment[variable] !== undefined;
  const needed: Variable[] = ['HANLIAN_TLS_KEY', 'HANLIAN_TLS_CERTIFICATE'];
  const isSecure = [...needed, 'HANLIAN_TLS_CLIENT_CA' as const].some(isSet);
  const missing = isSecure ? needed.filter((variable) => !isSet(variable)) : [];
  return [
    ...missing.map((variable) => `${variable} is not set; it must be ${settings[variable].expected}`),
    ...(isSet('HANLIAN_STAMP_URLS') === isSet('HANLIAN_STAMP_ROOTS')
      ? []
      : ['HANLIAN_STAMP_URLS and HANLIAN_STAMP_ROOTS are set together: whom to ask, and whom to believe']),
  ];
}

function readOptional<V extends Variable>(
  environment: Environment,
  variable: V,
): z.infer<(typeof settings)[V]['schema']> | undefined {
  const { schema, fallback } = settings[variable];
  const text = environment[variable] ?? fallback;
  return text === undefined ? undefined : (schema.parse(text) as z.infer<(typeof settings)[V]['schema']>);
}

function read<V extends Variable>(
  environment: Environment,
  variable: V,
): z.infer<(typeof settings)[V]['schema']> {
  const value = readOptional(environment, variable);
  if (value === undefined)
    throw new ConfigError(`${variable} is not set; it must be ${settings[variable].expected}`);
  return value;
}

const shown = (variable: Variable, text: string): string =>
  SECRETS.has(variable) ? `${text.length} characters long` : JSON.stringify(text);

/** What the settings came to, for the log: secrets are named, never shown. */
export const describeConfig = ({
  host,
  data,
  ledger,
  network,
  hubs,
  secret,
  token,
  checkpointSeconds,
  signDays,
  statusListSeconds,
  anchorSeconds,
  witnesses,
  seed,
  limits,
  exchange,
  stamps,
  tls,
  webhooks,
}: Config): Readonly<Record<string, unknown>> => ({
  host,
  data,
  ledger,
  ...(ledger === 'fabric' && { network }),
  hubs: hubs.map(({ name, port }) => `${name}:${port}`),
  checkpointSeconds,
  signDays,
  statusListSeconds,
  anchorSeconds,
  ...(witnesses !== undefined && { witnesses }),
  secret: secret === undefined ? 'kept in the data folder' : 'given',
  ...(token && { token: token.label }),
  seed,
  limits,
  ...(exchange && { exchange: Object.fromEntries(exchange) }),
  ...(stamps && { stamps }),
  ...(tls && { tls }),
  ...(webhooks && { webhooks }),
});
