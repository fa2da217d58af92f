import { HanlianError } from '@hanlian/chaincode/domain';
import type { Documents, Prepared } from '../../documents/documents.js';
import { beginningWith, type Change, type Store } from '../../storage/store.js';
import type { Order } from './order.js';
import type { Task } from './task.js';

const PREFIX = 'task~';
const keyOf = (department: string, id: string): string => `${PREFIX}${department}~${id}`;

/** A department's tasks; ids begin with the time, so that their order is that of preparation. */
export class TaskStore {
  readonly #store: Store;
  readonly #documents: Documents;

  constructor(store: Store, documents: Documents) {
    this.#store = store;
    this.#documents = documents;
  }

  put(task: Task): Change {
    const value = Buffer.from(JSON.stringify(task));
    return { type: 'put', key: keyOf(task.department, task.id), value };
  }

  /** Another department's task is not there. @throws {HanlianError} NOT_FOUND */
  get(department: string, id: string): Task {
    const value = this.#store.getSync(keyOf(department, id));
    if (value === undefined) throw new HanlianError('NOT_FOUND', 'The department has no such task');
    return decode(value);
  }

  /** A department's tasks from the newest on, or those prepared before another. */
  async *newest(department: string, before?: string): AsyncGenerator<Task> {
    const range = { gte: keyOf(department, ''), lt: keyOf(department, before ?? '\u007f'), reverse: true };
    for await (const value of this.#store.values(range)) yield decode(value);
  }

  async *all(): AsyncGenerator<Task> {
    for await (const value of this.#store.values(beginningWith(PREFIX))) yield decode(value);
  }

  /** A text of a task, under the department's own key: what it orders, or why it was rejected. */
  text({ id, department }: Task, part: 'order' | 'reason', text: string): Prepared {
    return this.#documents.prepare(
      nameOf(id, part),
      [{ typeCode: '001', code: department }],
      Buffer.from(text),
    );
  }

  order({ id }: Task): Order {
    return JSON.parse(this.#documents.read(nameOf(id, 'order')).toString()) as Order;
  }

  reason({ id }: Task): string {
    return this.#documents.read(nameOf(id, 'reason')).toString();
  }

  /** What a closed task no longer needs. */
  withoutOrder({ id }: Task): Change {
    return this.#documents.removal(nameOf(id, 'order'));
  }

  removal(task: Task): readonly Change[] {
    const { department, id } = task;
    return [
      { type: 'del', key: keyOf(department, id) },
      this.withoutOrder(task),
      this.#documents.removal(nameOf(id, 'reason')),
    ];
  }
}

const nameOf = (id: string, part: string): string => `task/${id}/${part}`;
const decode = (value: Buffer): Task => JSON.parse(value.toString()) as Task;
