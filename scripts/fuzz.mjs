// npm run fuzz -- [inputs] [seed] [readers]: changed inputs to every reader of what strangers hand over, or to those whose
// names hold one of the words (pdf,ofd); a million when absent.
import { launch } from './lib/launch.mjs';

launch('test/dist/support/fuzz/main.js');
