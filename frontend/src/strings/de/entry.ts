// The script that makes a page speak German: it stands before that of the application.

import { speak } from '../loading';
import { first } from './first';

speak('de', first);
