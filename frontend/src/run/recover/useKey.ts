// A key for what is about to be sent: the same for the same content, so that a second click does nothing.
import { useRef } from 'react';
import { idempotencyKey } from '../../api/mutations';

export function useKey(): (content: unknown) => string {
  const last = useRef({ content: '', key: '' });
  return (content) => {
    const written = JSON.stringify(content);
    if (last.current.content !== written) {
      last.current = { content: written, key: idempotencyKey() };
    }
    return last.current.key;
  };
}
