// The script that makes a page speak English: it stands before that of the application.

import { speak } from '../loading';
import { first } from './first';

speak('en', first);
