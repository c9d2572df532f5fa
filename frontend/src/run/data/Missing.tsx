// Where a value would stand: why there is none.
import classes from './data.module.css';

export function Missing({ label, children }: { label: string; children: string }) {
  return (
    <section className={classes.block} aria-label={label}>
      <h3>{label}</h3>
      <p className="f-dim">{children}</p>
    </section>
  );
}
