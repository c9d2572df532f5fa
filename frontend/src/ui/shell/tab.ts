// What the browser's tab says: the page's title, how many tasks wait, and the dot in the icon.
import { useEffect } from 'react';
import { text } from '../../strings';

let title = '';
let waiting = 0;

function write(): void {
  const name = title ? `${title} · ${text.common.product}` : text.common.product;
  document.title = waiting > 0 ? `(${waiting}) ${name}` : name;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!icon) return;
  const calm = icon.dataset.calm ?? icon.getAttribute('href') ?? '';
  icon.dataset.calm = calm;
  const href = waiting > 0 ? (icon.dataset.waiting ?? calm) : calm;
  if (icon.getAttribute('href') !== href) icon.setAttribute('href', href);
}

/** Name the browser tab after the page. */
export function usePageTitle(next: string): void {
  useEffect(() => {
    title = next;
    write();
  }, [next]);
}

/** Put the number of waiting tasks before every title, and a violet dot into the icon. */
export function useWaitingInTab(count: number): void {
  useEffect(() => {
    waiting = count;
    write();
  }, [count]);
}
