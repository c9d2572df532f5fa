// Bread crumbs over the canvas of a sub-workflow that was opened in place.
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useWorkflows } from '../../api/queries';
import { text } from '../../strings';
import { useSession } from '../state/context';
import classes from './sub.module.css';
import { useTrail, useVisit } from './useVisit';

const t = text.canvas.sub;

export function Trail() {
  const session = useSession();
  useVisit(session);
  const { via } = useTrail();
  return via.length > 0 ? <Crumbs /> : null;
}

function Crumbs() {
  const { slug } = useSession();
  const { via, addressTo } = useTrail();
  const workflows = useWorkflows().data ?? [];
  const nameOf = (wanted: string) => workflows.find((w) => w.slug === wanted)?.name ?? wanted;
  const last = via.length - 1;
  return (
    <nav className={classes.trail} aria-label={t.trail} data-testid="trail">
      <Link to={addressTo(last)} aria-label={t.back(nameOf(via[last] ?? ''))}>
        <IconArrowLeft size={14} />
      </Link>
      <ol>
        {via.map((step, index) => (
          <li key={step}>
            <Link to={addressTo(index)}>{nameOf(step)}</Link>
          </li>
        ))}
        <li aria-current="page">{nameOf(slug)}</li>
      </ol>
    </nav>
  );
}
