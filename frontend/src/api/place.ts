// What the page's shell brought along: who is signed in, and the workspace that the page belongs to.
import type { Me } from './types';

/** What the page brought along, so that the first picture needs no request. */
export function embedded(): Me | undefined {
  const found = document.getElementById('session')?.textContent;
  if (!found) return undefined;
  const me = JSON.parse(found) as Partial<Me>;
  return me.username ? (me as Me) : undefined;
}

/** The workspace of this page, which another tab's choice does not change; none where there is but one. */
export function place(): string | null {
  const workspaces = embedded()?.workspaces ?? [];
  if (workspaces.length < 2) return null;
  return workspaces.find(({ current }) => current)?.slug ?? null;
}

/** A key of the browser's storage: two workspaces may each have a workflow of one name. */
export function keyHere(kind: string, slug: string): string {
  const here = place();
  return here === null ? `${kind}.${slug}` : `${kind}.${here}/${slug}`;
}

/** What says which workspace the page writes to, where there are several. */
export function placeHeader(): Record<string, string> {
  const here = place();
  return here === null ? {} : { 'X-Workspace': here };
}

export const CHANGED = 'X-Workspace-Changed';

/** Another tab entered another workspace: what is on this page belongs to the one before. */
export function leaveIfChanged(status: number, changed: string | null): void {
  if (status === 409 && changed !== null) window.location.assign('/');
}

type Send = () => Promise<unknown>;
const open = new Set<Send>();

/** Sends what is unsaved before the workspace is left; returns how to be forgotten. */
export function sendBeforeLeaving(send: Send): () => void {
  open.add(send);
  return () => open.delete(send);
}

export const sendAll = (): Promise<unknown> => Promise.all([...open].map((send) => send()));
