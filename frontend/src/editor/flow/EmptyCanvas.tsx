// What an empty canvas says: start with a trigger, or with one of three templates.
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTemplates } from '../../api/queries';
import type { Template } from '../../api/types';
import { replaceAll } from '../../graph/edits';
import { withPlaces } from '../../graph/layout';
import { readGraph } from '../../graph/types';
import { text } from '../../strings';
import { useSession } from '../state/context';
import { add } from '../state/edit';
import type { EditorSession } from '../state/session';
import classes from './flow.module.css';

const t = text.editor.empty;

function begin(session: EditorSession): void {
  const input = session.types.get('input') ?? [...session.types.values()][0];
  const centre = session.view?.centre() ?? { x: 0, y: 0 };
  if (input) add(session, input, { x: centre.x - 320, y: centre.y - 29 });
}

function use(session: EditorSession, template: Template): void {
  const graph = withPlaces(readGraph(template.graph));
  session.do(t.used(template.name), replaceAll(session.graph.get(), graph));
  session.view?.fit();
}

export function EmptyCanvas() {
  const session = useSession();
  const { data: templates = [] } = useTemplates();
  return (
    <div className={classes.empty} data-testid="empty-canvas">
      <div className={classes.emptyBox}>
        <h2>{t.title}</h2>
        <p>
          {t.hint} <kbd className="f-kbd">{text.keys.space}</kbd> {t.hintEnd}
        </p>
        <Button leftSection={<IconPlus size={16} />} onClick={() => begin(session)}>
          {t.begin}
        </Button>
        {templates.length > 0 && (
          <div className={classes.templates}>
            {templates.slice(0, 3).map((template) => (
              <button
                key={template.slug}
                type="button"
                className={classes.template}
                onClick={() => use(session, template)}
              >
                <b>{template.name}</b>
                <span>{template.description}</span>
              </button>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
