// Who opens the form when Resume… is pressed in a notice: the page that shows the run, or the run's page.
import { useEffect, useRef } from 'react';

type Handler = (suspensionId: string) => void;

const handlers = new Map<string, Handler>();

/** While mounted, open the form for waits of this run here. */
export function useResumeHandler(runId: string | undefined, handler: Handler): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    if (!runId) return;
    const own: Handler = (id) => latest.current(id);
    handlers.set(runId, own);
    return () => {
      if (handlers.get(runId) === own) handlers.delete(runId);
    };
  }, [runId]);
}

/** True when a page took it; otherwise go to the run's page. */
export function askToResume(runId: string, suspensionId: string): boolean {
  const handler = handlers.get(runId);
  handler?.(suspensionId);
  return handler !== undefined;
}
