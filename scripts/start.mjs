// npm start: installs and builds what is missing, then runs the hub under the packaged Node. package.json says `exec`,
// because npm passes a signal to its shell only: without it, who stops npm leaves the hub running.
import { launch } from './lib/launch.mjs';

launch('gateway/dist/main.js');
