// npm start: installs and builds what is missing, then runs the hub under the packaged Node.
import { launch } from './lib/launch.mjs';

launch('gateway/dist/main.js');
