// Versions of a workflow: what differs, and what can be done with the draft as a whole.
import { plural } from '../../words';

export const versions = {
  compare: 'Compare versions',
  compareThis: 'Compare',
  from: 'From',
  to: 'To',
  draft: 'Draft',
  changes: 'Changes',
  marks: { added: 'added', changed: 'changed', removed: 'removed' },
  movedWord: 'moved',
  moved: (count: number) => `${count} ${plural(count, 'node', 'nodes')} elsewhere on the canvas`,
  same: 'Nothing differs',
  nothing: 'nothing',
  whose: (names: string) => `Changes by ${names}.`,
  advice: (count: number) => `${count} ${plural(count, 'hint', 'hints')}`,
  adviceTitle: 'Worth a look',
  withdrawn: 'Not published any more',
  menu: {
    label: 'More about publishing',
    compare: 'Compare with what is published',
    discard: 'Discard draft',
    export: 'Export as JSON',
    import: 'Import JSON',
    unpublish: 'Unpublish',
  },
  discardTitle: (version: number) => `Discard the draft and go back to v${version}?`,
  discardStep: 'Discard the draft',
  discarded: (version: number) => `The draft is v${version} again`,
  importStep: (file: string) => `Import ${file}`,
  imported: (file: string) => `${file} is the draft now`,
  notAGraph: (file: string) => `${file} holds no workflow`,
  unpublishTitle: (name: string) => `Unpublish ${name}?`,
  unpublishBody:
    'Nobody can start it until it is published again, triggers included. Runs that are under way go on.',
  unpublished: 'The workflow is not published any more',
  unpublishFailed: 'The workflow is still published',
};
