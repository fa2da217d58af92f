import type {
  CheckpointRecord,
  CheckpointView,
  CosignatureRecord,
  ForkRecord,
  LogHead,
} from '../../domain/index.js';
import { HanlianError, keys, schemas, splitKey } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { read } from '../operation.js';

const beside = async <T>(state: State, key: string): Promise<T[]> =>
  (await state.list<T>(...splitKey(key).slice(0, -1))).map(({ record }) => record);

/** A checkpoint with all that organisations have said of it; the newest when no size is named. */
export const get = read('log:get', schemas.getCheckpoint, async ({ state }, request) => {
  const head = await state.get<LogHead>(keys.logHead());
  const size = request.size ?? head?.size ?? 0;
  const checkpoint = await state.get<CheckpointRecord>(keys.checkpoint(size));
  if (head === undefined || checkpoint === undefined) {
    throw new HanlianError('CHECKPOINT_UNKNOWN', `No checkpoint of ${size} leaves stands`, {
      received: size,
    });
  }
  const cosignatures = await beside<CosignatureRecord>(state, keys.cosignature(size, ''));
  const forks = await beside<ForkRecord>(state, keys.fork(size, ''));
  return { v: 1, head, checkpoint, cosignatures, forks } satisfies CheckpointView;
});
