// npm run faults:fabric -- --rounds 50: every fault of a real network so many times, under load.
import { launch } from './lib/launch.mjs';

launch('test/dist/fabric/faults/command.js');
