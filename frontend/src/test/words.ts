// The language of the tests, loaded before every unit test: English, in full. A test that wants German loads
// what it tests by german.ts.
import { first } from '../strings/en/first';
import { speak, speakMore } from '../strings/loading';

speak('en', first);
await speakMore();
