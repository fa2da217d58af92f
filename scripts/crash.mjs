// npm run crash -- --kills 3000: kills a city under load again and again, and looks for what it lost.
import { launch } from './lib/launch.mjs';

await launch('test/dist/fault/crash/command.js');
