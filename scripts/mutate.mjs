// npm run mutate: changes the rules of the domain one by one and sees whether the tests notice.
//   npm run mutate -- policy dates     only these rules
import { mutableRules, mutate } from './lib/mutation.mjs';
import { prepare } from './lib/prepare.mjs';
import { script, UsageError } from './lib/process.mjs';

script(async () => {
  const names = process.argv.slice(2);
  const chosen = mutableRules().filter(({ name }) => names.length === 0 || names.includes(name));
  if (chosen.length === 0) {
    throw new UsageError(
      `No rule has that name: ${mutableRules()
        .map(({ name }) => name)
        .join(', ')}`,
    );
  }
  const { node, built } = await prepare();
  if (built.code !== 0) throw new UsageError(`The build failed:\n${built.output}`);
  let worst = 0;
  for (const rule of chosen) {
    console.log(`Mutating ${rule.name}: ${rule.files.join(', ')}`);
    worst = Math.max(worst, (await mutate(node, rule, { stream: true })).code);
  }
  return worst;
});
