import { constants } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Choices } from '@hanlian/gateway/seed/generate';
import type { Event } from './trace.js';

/**
 * What a power failure leaves of what was not synced.
 *
 * - `nothing`: neither bytes nor names, not even the name of a new file whose bytes were synced (POSIX promises no more)
 * - `names`: every name, without the bytes (metadata is written first)
 * - `torn`: every name, and the bytes up to a moment in the middle of a write
 * - `holes`: every name, and some of the pages; the others read as zeros
 */
export type Remains = (typeof REMAINS)[number];
export const REMAINS = ['nothing', 'names', 'torn', 'holes'] as const;

type Change = { readonly offset: number; readonly data: Buffer } | { readonly length: number };

const PAGE = 4096;

/** A file's bytes: those the disk must hold, and what was done since. */
class File {
  #synced: Buffer;
  #changes: Change[] = [];
  #length: number;

  constructor(content: Buffer) {
    this.#synced = content;
    this.#length = content.length;
  }

  get length(): number {
    return this.#length;
  }

  write(offset: number, data: Buffer): void {
    this.#changes.push({ offset, data });
    this.#length = Math.max(this.#length, offset + data.length);
  }

  truncate(length: number): void {
    this.#changes.push({ length });
    this.#length = length;
  }

  sync(): void {
    this.#synced = this.content();
    this.#changes = [];
  }

  content(): Buffer {
    return apply(this.#synced, this.#changes);
  }

  after(remains: Remains, choices: Choices): Buffer {
    if (this.#changes.length === 0 || remains === 'nothing' || remains === 'names') return this.#synced;
    return remains === 'torn' ? this.#torn(choices) : this.#withHoles(choices);
  }

  #torn(choices: Choices): Buffer {
    const kept = this.#changes.slice(0, choices.below(this.#changes.length + 1));
    const last = kept.pop();
    if (last === undefined) return this.#synced;
    const cut =
      'data' in last ? { ...last, data: last.data.subarray(0, choices.below(last.data.length + 1)) } : last;
    return apply(this.#synced, [...kept, cut]);
  }

  #withHoles(choices: Choices): Buffer {
    const content = Buffer.from(this.content());
    for (let page = 0; page < content.length; page += PAGE) {
      const end = Math.min(page + PAGE, content.length);
      const before = this.#synced.subarray(page, end);
      if (content.subarray(page, end).equals(before) || choices.below(2) === 0) continue;
      content.fill(0, page, end);
      before.copy(content, page);
    }
    return content;
  }
}

function apply(content: Buffer, changes: readonly Change[]): Buffer {
  let result = Buffer.from(content);
  for (const change of changes) {
    const length =
      'length' in change ? change.length : Math.max(result.length, change.offset + change.data.length);
    if (length !== result.length) {
      const resized = Buffer.alloc(length);
      result.copy(resized);
      result = resized;
    }
    if ('data' in change) change.data.copy(result, change.offset);
  }
  return result;
}

const FOLDER = 'folder';
type Node = File | typeof FOLDER;

/** A change of names within one folder, which that folder's sync makes durable. */
interface Naming {
  readonly folder: string;
  readonly apply: (names: Map<string, Node>) => void;
}

interface Descriptor {
  readonly path: string;
  readonly node: Node;
  readonly append: boolean;
  position: number;
}

/** The files below a folder as a process left them, and as the disk must hold them. */
export class Disk {
  readonly #root: string;
  readonly #durable: Map<string, Node>;
  readonly #names: Map<string, Node>;
  #pending: Naming[] = [];
  readonly #descriptors = new Map<number, Descriptor>();

  private constructor(root: string, names: Map<string, Node>) {
    this.#root = root;
    this.#durable = names;
    this.#names = new Map(names);
  }

  /** A disk that surely holds what lies in a folder now, where it will be known as `root`. */
  static async of(folder: string, root: string): Promise<Disk> {
    const names = new Map<string, Node>([[root, FOLDER]]);
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const node = entry.isDirectory() ? FOLDER : new File(await readFile(path));
      names.set(join(root, relative(folder, path)), node);
    }
    return new Disk(root, names);
  }

  apply(event: Event): void {
    if ('fd' in event) this.#use(event);
    else if ('to' in event) this.#move(event);
    else if (event.kind === 'mkdir') this.#name(event.path, (names) => names.set(event.path, FOLDER));
    else this.#name(event.path, (names) => names.delete(event.path));
  }

  /** The files a power failure now would leave, by their paths below the root. */
  after(remains: Remains, choices: Choices): Map<string, Buffer> {
    const names = new Map(this.#durable);
    if (remains !== 'nothing') for (const naming of this.#pending) naming.apply(names);
    return this.#contents(names, (file) => file.after(remains, choices));
  }

  /** The files as the process sees them. */
  now(): Map<string, Buffer> {
    return this.#contents(this.#names, (file) => file.content());
  }

  #contents(names: ReadonlyMap<string, Node>, contentOf: (file: File) => Buffer): Map<string, Buffer> {
    const reachable = (path: string): boolean =>
      path === this.#root || (names.get(dirname(path)) === FOLDER && reachable(dirname(path)));
    const files = [...names].filter(([path, node]) => node !== FOLDER && reachable(path));
    return new Map(files.map(([path, node]) => [relative(this.#root, path), contentOf(node as File)]));
  }

  #use(event: Extract<Event, { fd: number }>): void {
    if (event.kind === 'open') {
      this.#open(event);
      return;
    }
    const descriptor = this.#descriptors.get(event.fd);
    // Standard output is in the record too, but is not on the disk.
    if (descriptor === undefined) return;
    if (event.kind === 'close') this.#descriptors.delete(event.fd);
    else if (event.kind === 'sync') this.#sync(descriptor);
    else change(descriptor, event);
  }

  #open({ fd, flags, path }: Extract<Event, { kind: 'open' }>): void {
    const known = this.#names.get(path);
    const node = known ?? new File(Buffer.alloc(0));
    if (known === undefined) this.#name(path, (names) => names.set(path, node));
    if ((flags & constants.O_TRUNC) !== 0 && node !== FOLDER && node.length > 0) node.truncate(0);
    this.#descriptors.set(fd, { path, node, append: (flags & constants.O_APPEND) !== 0, position: 0 });
  }

  #sync({ node, path }: Descriptor): void {
    if (node !== FOLDER) {
      node.sync();
      return;
    }
    for (const naming of this.#pending) {
      if (naming.folder === path) naming.apply(this.#durable);
    }
    this.#pending = this.#pending.filter(({ folder }) => folder !== path);
  }

  #move({ kind, path, to }: Extract<Event, { to: string }>): void {
    const node = this.#names.get(path);
    if (node === undefined) throw new Error(`${path} was renamed, and was never there`);
    this.#name(to, (names) => {
      if (kind === 'rename') names.delete(path);
      names.set(to, node);
    });
  }

  #name(path: string, change: Naming['apply']): void {
    this.#pending.push({ folder: dirname(path), apply: change });
    change(this.#names);
  }
}

function change(descriptor: Descriptor, event: Extract<Event, { kind: 'write' | 'truncate' }>): void {
  const { node, append, position } = descriptor;
  if (node === FOLDER) throw new Error(`${descriptor.path} is a folder and was written to`);
  if (event.kind === 'truncate') {
    node.truncate(event.length);
    return;
  }
  const { offset, data } = event;
  const at = offset ?? (append ? node.length : position);
  node.write(at, data);
  if (offset === undefined) descriptor.position = at + data.length;
}

/** Writes files, by their paths below a folder, where there is none yet. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content, { mode: 0o600 });
  }
}
