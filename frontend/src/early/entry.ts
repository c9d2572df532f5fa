// Runs before the application: the server answers while the browser reads the scripts.

import { askEarly } from './asked';

askEarly(window.location.pathname);
