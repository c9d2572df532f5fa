// Below the header while the list is narrowed: by what; its words come with it.
import { wordy } from '../../ui/shell/later';
import { isNarrowed, readBox, readState, stateOfBox } from '../boxes';
import classes from './filters.module.css';

const ChipList = wordy(() => import('./ChipList'));

export function Chips({ params }: { params: URLSearchParams }) {
  const isOther = readState(params) !== stateOfBox(readBox(params));
  if (!isNarrowed(params) && !isOther) return null;
  return (
    <div className={classes.narrowed} data-testid="chips">
      <ChipList params={params} />
    </div>
  );
}
