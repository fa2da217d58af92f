import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@hanlian/gateway/config';
import { start } from '@hanlian/gateway/start';
import { Closing } from '@hanlian/gateway/storage/closing';
import { pino } from 'pino';
import { sampleCallers } from './demo/client.js';
import { nameSource } from './demo/sharing.js';
import { tellStory } from './demo/story.js';

/** A city of its own, in a folder that goes away, so that the story never touches anybody's data. */
const data = await mkdtemp(join(tmpdir(), 'hanlian-demo-'));
const closing = new Closing();
try {
  process.stdout.write('A sample city is being made …\n');
  await nameSource(data);
  // Much of the story waits for a checkpoint to prove what was just done.
  const settings = { HANLIAN_DATA: data, HANLIAN_PORT: '0', HANLIAN_CHECKPOINT_SECONDS: '1' };
  await start(readConfig(settings), pino({ level: 'silent' }), closing);
  await tellStory(await sampleCallers(data), (line) => process.stdout.write(`${line}\n`));
} finally {
  await closing.close();
  await rm(data, { recursive: true, force: true });
}
