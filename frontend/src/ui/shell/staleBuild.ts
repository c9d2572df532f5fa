// A tab that outlives an upgrade asks for scripts that are gone: it loads itself again, once.

const KEY = 'fermata.reloaded';
const AGAIN_AFTER = 60_000;

/** Reload at the first missing script; a second one soon after is a real error and shown as such. */
export function reloadWhenStale(reload = () => window.location.reload()): void {
  window.addEventListener('vite:preloadError', (event) => {
    // Without a network the browser would show a page of its own in place of all that is still here.
    if (!navigator.onLine) return;
    const last = Number(window.sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < AGAIN_AFTER) return;
    window.sessionStorage.setItem(KEY, String(Date.now()));
    event.preventDefault();
    reload();
  });
}
