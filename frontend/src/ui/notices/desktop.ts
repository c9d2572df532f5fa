// Notices of the computer itself, for who has switched them on and looks at something else.
import { heading } from './NoticeCard';
import type { Wait } from './waits';

const canShow = (): boolean =>
  typeof Notification !== 'undefined' && Notification.permission === 'granted';

/** One for a wait, also when several tabs hear of it: they use the same tag. */
export function tellComputer(wait: Wait, open: () => void): void {
  if (!canShow() || document.visibilityState === 'visible') return;
  const notice = new Notification(heading(wait), {
    body: `${wait.workflow} › ${wait.title}`,
    tag: wait.id,
    lang: document.documentElement.lang,
    icon: document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href,
  });
  notice.onclick = () => {
    window.focus();
    open();
    notice.close();
  };
}
