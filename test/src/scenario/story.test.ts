import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleCallers } from '@hanlian/bench/demo/client';
import { nameSource } from '@hanlian/bench/demo/sharing';
import { tellStory } from '@hanlian/bench/demo/story';
import { readConfig } from '@hanlian/gateway/config';
import { start } from '@hanlian/gateway/start';
import { Closing } from '@hanlian/gateway/storage/closing';
import { pino } from 'pino';

describe('the demo', () => {
  // Its story once met a verification at the auditor's hub that answered VALID for a certificate the bureau had just
  // suspended: that hub's read model was a block behind its own peer.
  it('tells of a certificate, a report, shared data and a loan over HTTP at three hubs, each step as expected', async function () {
    this.timeout(120_000);
    const data = await mkdtemp(join(tmpdir(), 'hanlian-story-'));
    const closing = new Closing();
    try {
      const settings = { HANLIAN_DATA: data, HANLIAN_PORT: '0', HANLIAN_CHECKPOINT_SECONDS: '1' };
      await nameSource(data);
      await start(readConfig(settings), pino({ level: 'silent' }), closing);
      await tellStory(await sampleCallers(data), () => undefined);
    } finally {
      await closing.close();
      await rm(data, { recursive: true, force: true });
    }
  });
});
