// Below the header while the list is narrowed: by what; its words come with it.
import { isNarrowed, readBox, readState, stateOfBox } from '../boxes';
import { Later, wordy } from '../wordy';
import classes from './filters.module.css';

const ChipList = wordy(() => import('./ChipList'));

export function Chips({ params }: { params: URLSearchParams }) {
  const isOther = readState(params) !== stateOfBox(readBox(params));
  if (!isNarrowed(params) && !isOther) return null;
  return (
    <div className={classes.narrowed} data-testid="chips">
      <Later>
        <ChipList params={params} />
      </Later>
    </div>
  );
}
