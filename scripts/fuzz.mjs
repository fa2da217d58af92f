// npm run fuzz -- [inputs] [seed]: changed inputs to every reader of what strangers hand over; a million when absent.
import { launch } from './lib/launch.mjs';

launch('test/dist/support/fuzz/main.js');
