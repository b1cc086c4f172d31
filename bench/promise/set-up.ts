/** Global set-up: the rival's packages. */
import { install } from '../cold-start/install.ts';

export default install;
