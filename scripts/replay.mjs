// npm run replay -- --ledger fabric: a busy window of 50 callers with a restart in its middle; every acknowledged write
// must be there, and none twice.
import { launch } from './lib/launch.mjs';

await launch('test/dist/scenario/replay/command.js');
