// What a page says when it could not be loaded: what happened, what is safe, what to do, the id to quote.
import { Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { ApiError, OfflineError } from '../api/client';
import { refusalOf } from '../api/refusals';
import { text } from '../strings';
import classes from './Page.module.css';

interface ErrorStateProps {
  error: unknown;
  /** What happened, when more can be said than the error does. */
  title?: string;
  /** What is not affected. */
  safe?: string;
  onRetry?: () => void;
}

const t = text.errors;

/** The sentences for an error, for pages and notifications alike. */
export function explain(error: unknown): { what: string; todo: string; id: string } {
  if (error instanceof OfflineError) return { what: t.offline, todo: t.offlineTodo, id: '' };
  if (error instanceof ApiError) {
    const id = error.correlationId;
    if (error.status === 404) return { what: t.notFound, todo: '', id };
    const what = refusalOf(error);
    if (error.status === 403) return { what: what || t.forbidden, todo: t.forbiddenTodo, id };
    return { what, todo: '', id };
  }
  return { what: error instanceof Error ? error.message : String(error), todo: '', id: '' };
}

export function ErrorState({ error, title, safe = t.safe, onRetry }: ErrorStateProps) {
  const { what, todo, id } = explain(error);
  const missing = error instanceof ApiError && error.status === 404;
  return (
    <div className={classes.message} role="alert">
      <div className={classes.symbol} data-tone={missing ? undefined : 'red'}>
        <IconCloudOff size={24} stroke={1.6} />
      </div>
      <h2>{title ?? (missing ? t.notFoundTitle : t.title)}</h2>
      <p>{[what, missing ? '' : safe, todo].filter(Boolean).join(' ')}</p>
      {onRetry && !missing && (
        <div className={classes.buttons}>
          <Button variant="default" onClick={onRetry}>
            {text.common.tryAgain}
          </Button>
        </div>
      )}
      {id && <code>{text.common.quote(id)}</code>}
    </div>
  );
}
