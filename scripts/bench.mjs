// npm run bench: the benchmarks of bench/, under the packaged Node.
import { launch } from './lib/launch.mjs';

launch('bench/dist/main.js');
