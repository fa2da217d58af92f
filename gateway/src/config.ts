import { join, resolve } from 'node:path';
import { z } from 'zod';

/** The organisations of the city, in the order their ports are counted from. Only the ledger is shared between them. */
export const ORGANISATIONS = {
  bureau: { mspId: 'BureauMSP', portOffset: 0 },
  bank: { mspId: 'BankMSP', portOffset: 1 },
  auditor: { mspId: 'AuditorMSP', portOffset: 2 },
} as const;

/** Who runs the city's time-stamp authority: an organisation that issues nothing itself. */
export const STAMPS: OrganisationName = 'auditor';

export type OrganisationName = keyof typeof ORGANISATIONS;

/** One hub this process runs. */
export interface HubConfig {
  readonly name: OrganisationName;
  readonly mspId: string;
  readonly port: number;
  /** The hub's own folder; no other hub opens it. */
  readonly folder: string;
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
  readonly stamps?: { readonly urls: readonly string[]; readonly roots: string } | undefined;
  /** The key stores' passphrase; absent: a generated one is kept in the data folder. */
  readonly secret: string | undefined;
  /** How often a checkpoint of the log is made, where there is something new; 0: never. */
  readonly checkpointSeconds: number;
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

const LAST_PORT = 65535;
const SHORTEST_SECRET = 12;
const highestOffset = Math.max(...Object.values(ORGANISATIONS).map(({ portOffset }) => portOffset));
const organisationNames = Object.keys(ORGANISATIONS) as OrganisationName[];

const port = z
  .string()
  .regex(/^\d+$/)
  .transform(Number)
  .pipe(
    z
      .int()
      .min(0)
      .max(LAST_PORT - highestOffset),
  );

const hubs = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(
    z
      .array(z.enum(organisationNames))
      .min(1)
      .refine((names) => new Set(names).size === names.length),
  );

const folder = z
  .string()
  .min(1)
  .transform((path) => resolve(path));

const count = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/)
  .transform(Number);

const stampUrls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(
    z
      .array(z.url({ protocol: /^https?$/ }))
      .min(1)
      .max(8),
  );

interface Setting {
  readonly schema: z.ZodType;
  readonly fallback: string | undefined;
  readonly expected: string;
}

const settings = {
  HANLIAN_HOST: {
    schema: z.string().regex(/^[0-9A-Za-z.:-]+$/),
    fallback: '127.0.0.1',
    expected: 'an address to listen on, such as 127.0.0.1',
  },
  HANLIAN_PORT: {
    schema: port,
    fallback: '8080',
    expected: `a port from 0 (any free one) to ${LAST_PORT - highestOffset}: the bank's and the auditor's hubs take the next two`,
  },
  HANLIAN_DATA: {
    schema: folder,
    fallback: undefined,
    expected: 'the folder all data is kept in',
  },
  HANLIAN_LEDGER: {
    schema: z.enum(['embedded', 'fabric']),
    fallback: 'embedded',
    expected: 'embedded or fabric',
  },
  HANLIAN_NETWORK_RUN: {
    schema: folder,
    fallback: 'network/run',
    expected: 'the folder the Fabric network keeps its files in',
  },
  HANLIAN_HUBS: {
    schema: hubs,
    fallback: organisationNames.join(','),
    expected: `some of ${organisationNames.join(', ')}, each once, with commas between`,
  },
  HANLIAN_STAMP_URLS: {
    schema: stampUrls,
    fallback: undefined,
    expected:
      'addresses of time-stamp authorities (RFC 3161 over HTTP), in the order to ask, with commas between',
  },
  HANLIAN_STAMP_ROOTS: {
    schema: folder,
    fallback: undefined,
    expected: 'a PEM file of the certificates under which time stamps are believed',
  },
  HANLIAN_SECRET: {
    schema: z.string().min(SHORTEST_SECRET),
    fallback: undefined,
    expected: `a passphrase of at least ${SHORTEST_SECRET} characters`,
  },
  HANLIAN_CALLER_RATE: {
    schema: count,
    fallback: undefined,
    expected: 'how many requests a minute one caller may send, such as 6000',
  },
  HANLIAN_ADDRESS_RATE: {
    schema: count,
    fallback: undefined,
    expected: 'how many requests a minute one address may send that names no caller, such as 600',
  },
  HANLIAN_CALLER_AT_ONCE: {
    schema: count,
    fallback: undefined,
    expected: 'how many requests of one caller are worked on at one time, such as 64',
  },
  HANLIAN_AT_ONCE: {
    schema: count,
    fallback: undefined,
    expected: 'how many requests are worked on at one time, such as 1024',
  },
  HANLIAN_TLS_KEY: {
    schema: folder,
    fallback: undefined,
    expected: "the file of the server's private key, in PEM",
  },
  HANLIAN_TLS_CERTIFICATE: {
    schema: folder,
    fallback: undefined,
    expected: "the file of the server's certificate and those above it, in PEM",
  },
  HANLIAN_TLS_CLIENT_CA: {
    schema: folder,
    fallback: undefined,
    expected: "the file of the authorities that make callers' certificates, in PEM",
  },
  HANLIAN_CHECKPOINT_SECONDS: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number),
    fallback: '5',
    expected: 'how many seconds lie between two checkpoints of the log, 0 for none',
  },
  HANLIAN_SEED: {
    schema: z.enum(['sample', 'none']),
    fallback: 'sample',
    expected: 'sample or none',
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Variable = keyof typeof settings;
const PREFIX = 'HANLIAN_';
const SECRETS: ReadonlySet<string> = new Set<Variable>(['HANLIAN_SECRET']);
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
  const data = readOptional(environment, 'HANLIAN_DATA') ?? resolve(DATA[ledger]);
  return {
    host: read(environment, 'HANLIAN_HOST'),
    data,
    ledger,
    network: read(environment, 'HANLIAN_NETWORK_RUN'),
    hubs: read(environment, 'HANLIAN_HUBS').map((name) => ({
      name,
      mspId: ORGANISATIONS[name].mspId,
      port: firstPort === 0 ? 0 : firstPort + ORGANISATIONS[name].portOffset,
      folder: join(data, name),
    })),
    ...(stamps && { stamps }),
    secret: readOptional(environment, 'HANLIAN_SECRET'),
    checkpointSeconds: read(environment, 'HANLIAN_CHECKPOINT_SECONDS'),
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

function readStamps(environment: Environment): Config['stamps'] {
  const urls = readOptional(environment, 'HANLIAN_STAMP_URLS');
  const roots = readOptional(environment, 'HANLIAN_STAMP_ROOTS');
  return urls === undefined || roots === undefined ? undefined : { urls, roots };
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
  checkpointSeconds,
  seed,
  limits,
  stamps,
  tls,
}: Config): Readonly<Record<string, unknown>> => ({
  host,
  data,
  ledger,
  ...(ledger === 'fabric' && { network }),
  hubs: hubs.map(({ name, port }) => `${name}:${port}`),
  checkpointSeconds,
  secret: secret === undefined ? 'kept in the data folder' : 'given',
  seed,
  limits,
  ...(stamps && { stamps }),
  ...(tls && { tls }),
});
