// Where a workflow written in Python comes from, and what it asks for.
import { IconCode } from '@tabler/icons-react';
import type { Workflow } from '../api/types';
import { text } from '../strings';
import classes from './code.module.css';
import { type Code, type CodeInput, inputsOf } from './codeOf';

const t = text.functions;

export function Overview({ workflow, code }: { workflow: Workflow; code: Code }) {
  const inputs = inputsOf(code);
  return (
    <div className={classes.columns} data-testid="code-workflow">
      <section className={`f-card ${classes.card}`} aria-label={t.title}>
        <h2>
          <IconCode size={20} />
          {t.title}
        </h2>
        <p className="f-dim">{t.about}</p>
        {workflow.description && <p>{workflow.description}</p>}
        <dl className={classes.facts}>
          <dt>{t.module}</dt>
          <dd className="f-mono">{code.module}</dd>
          <dt>{t.function}</dt>
          <dd className="f-mono">{code.name}</dd>
        </dl>
      </section>
      <section className={`f-card ${classes.card}`} aria-label={t.inputs}>
        <h2>{t.inputs}</h2>
        {inputs.length === 0 && <p className="f-dim">{t.noInputs}</p>}
        <ul className={classes.inputs}>
          {inputs.map((input) => (
            <Input key={input.name} input={input} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Input({ input }: { input: CodeInput }) {
  const { name, kind, needed, about, fallback } = input;
  return (
    <li>
      <div>
        <b className="f-mono">{name}</b>
        <span className="f-mono f-dim">{kind}</span>
        {needed && <span className={classes.needed}>{t.needed}</span>}
        {fallback && <span className="f-mono f-faint">= {fallback}</span>}
      </div>
      {about && <p>{about}</p>}
    </li>
  );
}
