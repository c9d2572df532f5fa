// Answers that were asked for before the application ran: what the page of a workflow or a run begins with.

const OPENING = 10_000;
const asked = new Map<string, Promise<Response>>();

const LIKE_ALL = { headers: { Accept: 'application/json' }, credentials: 'same-origin' } as const;

function ask(address: string): Promise<Response> {
  const answer = fetch(address, LIKE_ALL);
  asked.set(address, answer);
  // A failure is told to whoever takes the answer.
  answer.catch(() => undefined);
  return answer;
}

/** A run says which version it is drawn on; a function has no drawing. */
async function askForVersion(answer: Promise<Response>): Promise<void> {
  const { workflow, version, kind } = await (await answer).clone().json();
  if (workflow && version && kind !== 'function') {
    ask(`/api/workflows/${workflow}/versions/${version}/`);
  }
}

/** Ask for what the page at this path shows first, before what its frame asks for. */
export function askEarly(path: string): void {
  const [, area, which, more] = path.split('/');
  if (!which || more || path === '/runs/file') return;
  if (area === 'workflows') ask(`/api/workflows/${which}/`);
  if (area === 'runs') {
    askForVersion(ask(`/api/runs/${which}/`)).catch(() => undefined);
    ask(`/api/runs/${which}/events/?after=0`);
  }
  if (area === 'workflows' || area === 'runs') ask('/api/node-types/');
}

/** The answer that was asked for, once and only while the page opens. */
export function takeEarly(address: string): Promise<Response> | undefined {
  const answer = asked.get(address);
  asked.delete(address);
  return performance.now() < OPENING ? answer : undefined;
}
