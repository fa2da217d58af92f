import { BlockList, isIP, isIPv4 } from 'node:net';
import {
  formatInstant,
  HanlianError,
  type DeployedInterface,
  type InterfaceAccessInput,
  type KeptAccess,
} from '@hanlian/chaincode/domain';
import type { Change, Store } from '../../storage/store.js';
import { readMoment } from '../moments.js';

const PREFIX = 'access~';
const MAPPED = '::ffff:';
const BITS = { ipv4: 32, ipv6: 128 } as const;

/** What each organisation may do through the deployed interfaces, as this hub's operator set it. */
export class Accesses {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  find(department: string): KeptAccess | undefined {
    const value = this.#store.getSync(PREFIX + department);
    return value && (JSON.parse(value.toString()) as KeptAccess);
  }

  change(department: string, access: KeptAccess): Change {
    return { type: 'put', key: PREFIX + department, value: Buffer.from(JSON.stringify(access)) };
  }
}

/** @throws {HanlianError} DATE_IMPOSSIBLE, FIELD_INVALID for what is no address or network */
export function keptAccess(input: InterfaceAccessInput): KeptAccess {
  for (const [i, address] of input.addresses.entries()) requireNetwork(address, `addresses[${i}]`);
  return {
    ...input,
    since: readMoment(input.since, 'start', 'since'),
    until: readMoment(input.until, 'end', 'until'),
  };
}

export const shownAccess = ({ since, until, ...access }: KeptAccess): InterfaceAccessInput => ({
  ...access,
  since: formatInstant(since),
  until: formatInstant(until),
});

/** What is asked for: which interface, from where, when, and about certificates of which type where that is known. */
export interface Asked {
  readonly name: DeployedInterface;
  readonly address: string;
  readonly at: number;
  readonly type?: string | undefined;
}

/** Whatever is wrong, the answer is the same. @throws {HanlianError} FORBIDDEN */
export function requireAllowed(access: KeptAccess | undefined, asked: Asked): KeptAccess {
  if (access !== undefined && isAllowed(access, asked)) return access;
  throw new HanlianError(
    'FORBIDDEN',
    `${asked.name} is not open to this organisation, or not from there or now`,
  );
}

const isAllowed = (access: KeptAccess, { name, address, at, type }: Asked): boolean =>
  access.interfaces.includes(name) &&
  access.since <= at &&
  at < access.until &&
  (type === undefined || access.types.includes(type)) &&
  isAmong(access.addresses, address);

function isAmong(networks: readonly string[], remote: string): boolean {
  const address = remote.startsWith(MAPPED) ? remote.slice(MAPPED.length) : remote;
  const list = new BlockList();
  for (const network of networks) {
    const { host, bits, family } = networkOf(network);
    list.addSubnet(host, bits, family);
  }
  return isIP(address) !== 0 && list.check(address, familyOf(address));
}

function requireNetwork(text: string, field: string): void {
  const { host, bits, family } = networkOf(text);
  if (isIP(host) !== 0 && bits <= BITS[family]) return;
  throw new HanlianError('FIELD_INVALID', `${text} is neither an address nor a network`, {
    field,
    expected: 'an IP address, or one with a prefix length such as 10.12.0.0/16',
  });
}

function networkOf(text: string): { host: string; bits: number; family: 'ipv4' | 'ipv6' } {
  const [host = '', length] = text.split('/');
  const family = familyOf(host);
  return { host, bits: length === undefined ? BITS[family] : Number(length), family };
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv4(address) ? 'ipv4' : 'ipv6');
