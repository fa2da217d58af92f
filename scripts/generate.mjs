// npm run generate: writes the committed files that programs produce.
import { writeGenerated } from './lib/generated.mjs';
import { prepare } from './lib/prepare.mjs';
import { script, UsageError } from './lib/process.mjs';

script(async () => {
  const { node, built } = await prepare();
  if (built.code !== 0) throw new UsageError(`The build failed:\n${built.output}`);
  await writeGenerated(node);
});
