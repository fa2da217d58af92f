// npm run build: installs what is missing, type-checks and compiles every project.
import { prepare } from './lib/prepare.mjs';
import { script } from './lib/process.mjs';

script(async () => {
  const { built } = await prepare();
  process.stdout.write(built.output);
  return built.code;
});
